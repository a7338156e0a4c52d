import { createEffect, createMemo, createSignal, createUniqueId, type JSX, on, Show, untrack } from 'solid-js';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { EmojiPicker } from '#web/emoji/emoji-picker.tsx';
import { fileParts, loadFileParts } from '#web/files/later-files.ts';
import { ComposerClosed } from '#web/message/composer-closed.tsx';
import { charsLeft, contentOf } from '#web/message/content.ts';
import { countOf, spokenCount } from '#web/message/counted.ts';
import type { Drafts } from '#web/message/drafts.ts';
import { focusOnTyping } from '#web/message/focus-on-typing.ts';
import { loadWriting, writing } from '#web/message/later-writing.ts';
import type { WritingHandle } from '#web/message/writing/writing.tsx';
import { onShortcut } from '#web/shortcuts/shortcuts.ts';
import { may, type WritingState } from '#web/store/rights.ts';
import { IconButton } from '#web/ui/button.tsx';
import { type ConversationPane, paneAt } from '#web/ui/conversation-pane.ts';
import { takeFiles } from '#web/ui/dropped-files.ts';
import { replaceText } from '#web/ui/replace-text.ts';
import { TextArea } from '#web/ui/text-area.tsx';
import { words } from '#web/words/words.ts';

/** A text with one of these signs may hold the name of a person, a role or a channel. */
const MAY_NAME = /[@#]/;

const askForWriting = (): void => {
  if (writing() === undefined) void loadWriting().catch(() => undefined);
};

type ComposerProps = {
  readonly client: Client;
  readonly pane: ConversationPane;
  readonly label: string;
  readonly channel: Channel;
  readonly mayWrite: boolean;
  /** True when the user lost the channel. The text stays, and nothing sends it. */
  readonly lost: boolean;
  /** Draws the rule of writing in this channel. Its notice stands in place of the composer while the rule is closed. */
  readonly rule: ((hold: (held: WritingState) => void) => JSX.Element) | undefined;
  readonly copy: (text: string) => void;
  readonly drafts: Drafts;
  readonly send: (text: string, files: ReadonlyArray<Attachment> | undefined) => void;
  /** Called when the user changes the text, and not for a draft that comes back. */
  readonly typed: () => void;
  /** Opens the user's last message for an edit. False without such a message. */
  readonly editLast: () => boolean;
  readonly escape: () => void;
  /** Scrolls the messages by one page. */
  readonly page: (by: 1 | -1) => void;
};

/** Gives the focus to the messages when the field goes. The letters of a user who had the caret in it go to no other channel. */
const leaveGently = (pane: ConversationPane, shown: () => boolean): void =>
  createEffect(
    on(
      shown,
      (now) => {
        if (!now && document.activeElement === document.body) document.getElementById(pane)?.focus();
      },
      { defer: true },
    ),
  );

/** The files of the message that is being written. They belong to the channel, and go when the user leaves it. */
const filesOf = (
  props: Pick<ComposerProps, 'client' | 'channel' | 'pane'>,
  open: () => boolean,
  area: () => HTMLElement | undefined,
) => {
  const mayAttach = createMemo(() => open() && may(props.channel, 'attach_files'));
  const channelId = createMemo(() => props.channel.channel_id);
  const parts = createMemo<ReturnType<typeof fileParts>>((before) => fileParts() ?? before);
  const files = createMemo(() => {
    channelId();
    return parts()?.composerFiles({
      client: props.client,
      channel: untrack(() => props.channel),
      focus: () => area()?.focus(),
    });
  });
  const loaded = (then: () => void): void => void loadFileParts().then(then, () => undefined);
  createEffect(() => {
    if (mayAttach()) takeFiles(props.pane, (given) => loaded(() => void files()?.add(given)));
  });
  return { mayAttach, files, attach: () => loaded(() => files()?.choose()) };
};

export const Composer = (props: ComposerProps) => {
  const [text, setText] = createSignal('');
  const [anchor, setAnchor] = createSignal<HTMLElement | null>(null);
  const counterId = createUniqueId();
  const closedId = createUniqueId();
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const [hand, setHand] = createSignal<WritingHandle>();
  let emojiButton: HTMLElement | undefined;
  onShortcut('emoji', () => {
    if (emojiButton?.isConnected !== true || paneAt() !== props.pane) return false;
    setAnchor(emojiButton);
    return true;
  });
  // The draft is read once a channel. A draft that another window writes meanwhile does not replace this text.
  const channelId = createMemo(() => props.channel.channel_id);
  createEffect(on(channelId, (id) => setText(props.drafts.read(id))));
  const [held, setHeld] = createSignal<WritingState>('open');
  const open = () => props.mayWrite && !props.lost && held() !== 'closed';
  // A text stays when the channel or the permission goes, with its caret. An empty field would only look usable.
  const shown = createMemo(() => open() || text() !== '');
  leaveGently(props.pane, shown);

  const change = (next: string): void => {
    askForWriting();
    hand()?.changed(text(), next);
    if (contentOf(next) !== '') props.typed();
    setText(next);
    props.drafts.write(props.channel.channel_id, next);
  };
  /** The text as it is sent: with tokens for names, once these can be found. */
  const wire = createMemo(() => hand()?.wireOf(text()) ?? text());
  const left = () => charsLeft(wire());
  const speak = spokenCount();
  const spoken = createMemo(() => speak(left()));
  const deliver = (): void => {
    if (!sendable() || !open() || held() !== 'open' || files()?.holdsBack(deliver)) return;
    const content = contentOf(wire());
    change('');
    props.send(content, files()?.handOver());
  };
  /** Sends the text. One that may hold names waits for the part that finds them, and stays a draft until then. */
  const submit = (): void => {
    const typed = text();
    if (hand() !== undefined || !MAY_NAME.test(typed)) deliver();
    else
      void loadWriting()
        .catch(() => undefined)
        .then(() => {
          if (text() === typed) deliver();
        });
  };
  const sendable = () => left() >= 0 && (contentOf(text()) !== '' || (files()?.count() ?? 0) > 0);
  const insert = (piece: string): void => {
    const field = area();
    if (field !== undefined) replaceText(field, field.selectionStart, field.selectionEnd, piece);
  };

  const { mayAttach, files, attach } = filesOf(props, open, area);

  focusOnTyping(props.pane, open, () => area()?.focus());

  return (
    <div class="composer-frame">
      <Show when={!props.lost && props.rule}>{(rule) => rule()(setHeld)}</Show>
      <Show when={!open() && (props.lost || text() !== '')}>
        <ComposerClosed id={closedId} text={text()} copy={props.copy} />
      </Show>
      <Show when={shown()}>
        {files()?.Tray()}
        <div class="composer" classList={{ over: left() < 0 }}>
          <Show when={mayAttach()}>
            <IconButton icon="plus" name={words.composer.attach} press={attach} />
          </Show>
          <TextArea
            label={props.label}
            placeholder={props.label}
            value={text()}
            change={change}
            submit={submit}
            escape={() => props.escape()}
            up={() => text() === '' && props.editLast()}
            page={props.page}
            describedBy={open() ? counterId : closedId}
            element={(field) => {
              setArea(field);
              for (const type of ['keydown', 'pointerdown']) field.addEventListener(type, askForWriting);
            }}
          />
          <Show when={open()}>
            <Show when={area()} keyed>
              {(field) => (
                <Show when={writing()} keyed>
                  {({ ComposerWriting }) => (
                    <ComposerWriting client={props.client} channel={props.channel} area={field} handle={setHand} />
                  )}
                </Show>
              )}
            </Show>
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
              class={sendable() && held() === 'open' ? 'send ready' : 'send'}
              name={words.composer.send}
              press={() => {
                submit();
                area()?.focus();
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
