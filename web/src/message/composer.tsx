import { createEffect, createMemo, createSignal, createUniqueId, type JSX, on, onCleanup, Show } from 'solid-js';
import type { Channel } from '#gateway/protocol/resources.ts';
import { EmojiPicker } from '#web/emoji/emoji-picker.tsx';
import { charsLeft, contentOf } from '#web/message/content.ts';
import { countOf, spokenCount } from '#web/message/counted.ts';
import type { Drafts } from '#web/message/drafts.ts';
import { onShortcut } from '#web/shortcuts/shortcuts.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { words } from '#web/words/words.ts';

const typesInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [role=menu], [popover]') !== null;

export const Composer = (props: {
  readonly channel: Channel;
  readonly mayWrite: boolean;
  /** True when the user lost the channel. The text stays, and nothing sends it. */
  readonly lost: boolean;
  /** Draws the rule of writing in this channel. It holds messages back while they would be refused. */
  readonly rule: ((hold: (held: boolean) => void) => JSX.Element) | undefined;
  readonly copy: (text: string) => void;
  readonly drafts: Drafts;
  readonly send: (text: string) => void;
  /** Called when the user changes the text, and not for a draft that comes back. */
  readonly typed: () => void;
  /** Opens the user's last message for an edit. False without such a message. */
  readonly editLast: () => boolean;
  readonly toNewest: () => void;
  /** Scrolls the messages by one page. */
  readonly page: (by: 1 | -1) => void;
}) => {
  const [text, setText] = createSignal('');
  const [anchor, setAnchor] = createSignal<HTMLElement | null>(null);
  const counterId = createUniqueId();
  const closedId = createUniqueId();
  let area: HTMLTextAreaElement | undefined;
  let emojiButton: HTMLElement | undefined;
  onShortcut('emoji', () => {
    if (emojiButton?.isConnected !== true) return false;
    setAnchor(emojiButton);
    return true;
  });
  // The draft is read once a channel. A draft that another window writes meanwhile does not replace this text.
  const channelId = createMemo(() => props.channel.channel_id);
  createEffect(on(channelId, (id) => setText(props.drafts.read(id))));
  const [held, setHeld] = createSignal(false);
  const open = () => props.mayWrite && !props.lost;
  // A text stays when the channel or the permission goes, with its caret. An empty field would only look usable.
  const shown = createMemo(() => open() || text() !== '');
  // The letters of a user who had the caret in the field go nowhere, and to no other channel.
  createEffect(
    on(
      shown,
      (now) => {
        if (!now && document.activeElement === document.body) document.getElementById('messages')?.focus();
      },
      { defer: true },
    ),
  );

  const closedNote = () => {
    return text() === '' ? words.composer.closed : words.composer.closedWithText;
  };

  const change = (next: string): void => {
    if (contentOf(next) !== '') props.typed();
    setText(next);
    props.drafts.write(props.channel.channel_id, next);
  };
  const left = () => charsLeft(text());
  const speak = spokenCount();
  const spoken = createMemo(() => speak(left()));
  const submit = (): void => {
    if (!sendable() || !open() || held()) return;
    const content = contentOf(text());
    change('');
    props.send(content);
  };
  const sendable = () => left() >= 0 && contentOf(text()) !== '';
  const insert = (piece: string): void => {
    const at = area?.selectionStart ?? text().length;
    change(text().slice(0, at) + piece + text().slice(area?.selectionEnd ?? at));
    area?.focus();
    area?.setSelectionRange(at + piece.length, at + piece.length);
  };

  /** Moves the focus to the composer when the user types or pastes outside any field. */
  const focusOnTyping = (event: KeyboardEvent): void => {
    const command = event.ctrlKey || event.metaKey;
    if (event.key.length !== 1 || event.key === ' ' || event.altKey || (command && event.key !== 'v')) return;
    if (!open() || typesInto(event.target) || document.querySelector('dialog[open]') !== null) return;
    area?.focus();
  };
  document.addEventListener('keydown', focusOnTyping);
  onCleanup(() => document.removeEventListener('keydown', focusOnTyping));

  return (
    <div class="composer-frame">
      <Show when={!props.lost && props.rule}>{(rule) => rule()(setHeld)}</Show>
      <Show when={!open() && (props.lost || text() !== '')}>
        <div class="composer-closed" role="note">
          <p id={closedId}>{closedNote()}</p>
          <Show when={text() !== ''}>
            <Button kind="quiet" press={() => props.copy(text())}>
              {words.composer.copyDraft}
            </Button>
          </Show>
        </div>
      </Show>
      <Show when={shown()}>
        <div class="composer" classList={{ over: left() < 0 }}>
          <TextArea
            label={words.composer.label(props.channel.name)}
            placeholder={words.composer.label(props.channel.name)}
            value={text()}
            change={change}
            submit={submit}
            escape={() => props.toNewest()}
            up={() => text() === '' && props.editLast()}
            page={props.page}
            describedBy={open() ? counterId : closedId}
            element={(element) => {
              area = element;
            }}
          />
          <Show when={open()}>
            <IconButton
              icon="smile"
              name={words.composer.emoji}
              popup="dialog"
              expanded={anchor() !== null}
              press={(event) => setAnchor(event.currentTarget as HTMLElement)}
              element={(element) => {
                emojiButton = element;
              }}
            />
            <Show when={anchor()} keyed>
              {(at) => <EmojiPicker anchor={at} pick={insert} close={() => setAnchor(null)} />}
            </Show>
            <IconButton
              icon="send"
              tip="above-end"
              class={sendable() && !held() ? 'send ready' : 'send'}
              name={words.composer.send}
              press={() => {
                submit();
                area?.focus();
              }}
            />
          </Show>
        </div>
        <p id={counterId} class="counter" classList={{ over: left() < 0 }}>
          {countOf(left())}
        </p>
        <p class="spoken" role="status">
          {spoken()}
        </p>
      </Show>
    </div>
  );
};
