import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { EditBox } from '#web/message/edit-box.tsx';
import type { Edits } from '#web/message/edits.ts';
import { EmojiPicker } from '#web/message/emoji-picker.tsx';
import { MessageText } from '#web/message/message-text.tsx';
import type { PendingMessage } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { dayAndTime, fullTime, timeOf } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Toolbar } from '#web/ui/toolbar.tsx';
import { words } from '#web/words.ts';

export type MessageHandlers = {
  readonly edits: Edits;
  readonly startEdit: (message: Message) => void;
  readonly cancelEdit: (message: Message) => void;
  readonly saveEdit: (message: Message, text: string) => void;
  readonly remove: (message: Message, ask: boolean) => void;
  readonly toggleReaction: (message: Message, emoji: string) => void;
  readonly copyText: (message: Message) => void;
};

const nameOf = (message: Message): string => message.author.username ?? words.erasedPerson;

/** The label of a message for screen readers: author, time, text, edit and reactions. */
const spokenName = (message: Message, now: number): string => {
  const parts = [
    nameOf(message),
    dayAndTime(millisOf(message.created_at), now),
    message.content ?? words.erasedMessage,
  ];
  if (message.edited_at !== null) parts.push(words.message.edited);
  if (message.reactions.length > 0) parts.push(words.message.spokenReactions(message.reactions.length));
  return parts.join(', ');
};

const Edited = (props: { readonly message: Message }) => (
  <Show when={props.message.edited_at}>
    {(at) => (
      <time class="edited" datetime={at()} title={fullTime(at())}>
        ({words.message.edited})
      </time>
    )}
  </Show>
);

const Reactions = (props: {
  readonly message: Message;
  readonly mayReact: boolean;
  readonly reachable: boolean;
  readonly toggle: (emoji: string) => void;
}) => (
  <Show when={props.message.reactions.length > 0}>
    <ul class="reactions">
      <For each={props.message.reactions}>
        {(reaction) => (
          <li>
            <button
              type="button"
              class="reaction"
              tabindex={props.reachable ? undefined : -1}
              aria-pressed={reaction.me}
              aria-label={words.message.reaction(reaction.emoji, reaction.count, reaction.me)}
              disabled={!props.mayReact}
              onClick={() => props.toggle(reaction.emoji)}
            >
              <span class="emoji">{reaction.emoji}</span>
              {reaction.count}
            </button>
          </li>
        )}
      </For>
    </ul>
  </Show>
);

const Actions = (props: {
  readonly message: Message;
  readonly mine: boolean;
  readonly mayReact: boolean;
  readonly mayRemove: boolean;
  readonly handlers: MessageHandlers;
  /** True in the message with the focus. Tab then reaches one button, and the arrow keys the others. */
  readonly reachable: boolean;
  readonly leave: () => void;
  readonly picking: (open: boolean) => void;
}) => {
  const [anchor, setAnchor] = createSignal<HTMLElement | null>(null);
  return (
    <Toolbar label={words.message.actions} reachable={props.reachable} leave={props.leave}>
      <Show when={props.mayReact}>
        <IconButton
          icon="smile"
          name={words.message.react}
          popup="dialog"
          expanded={anchor() !== null}
          press={(event) => {
            setAnchor(event.currentTarget as HTMLElement);
            props.picking(true);
          }}
        />
        <Show when={anchor()} keyed>
          {(at) => (
            <EmojiPicker
              anchor={at}
              pick={(emoji) => {
                if (props.message.reactions.some((reaction) => reaction.emoji === emoji && reaction.me)) return;
                props.handlers.toggleReaction(props.message, emoji);
              }}
              close={() => {
                setAnchor(null);
                props.picking(false);
              }}
            />
          )}
        </Show>
      </Show>
      <Show when={props.message.content !== null}>
        <IconButton icon="copy" name={words.message.copyText} press={() => props.handlers.copyText(props.message)} />
      </Show>
      <Show when={props.mine && props.message.content !== null}>
        <IconButton icon="pencil" name={words.message.edit} press={() => props.handlers.startEdit(props.message)} />
      </Show>
      <Show when={props.mayRemove}>
        <IconButton
          icon="trash"
          tone="danger"
          name={words.message.remove}
          press={(event) => props.handlers.remove(props.message, !event.shiftKey)}
        />
      </Show>
    </Toolbar>
  );
};

export const MessageRow = (props: {
  readonly message: Message;
  readonly head: boolean;
  readonly mine: boolean;
  readonly editing: boolean;
  /** True after a jump to this message. The row is then marked. */
  readonly pointed: boolean;
  readonly mayReact: boolean;
  readonly mayModerate: boolean;
  readonly position: number;
  readonly count: number;
  readonly now: number;
  readonly handlers: MessageHandlers;
}) => {
  const [hovered, setHovered] = createSignal(false);
  const [focused, setFocused] = createSignal(false);
  const [picking, setPicking] = createSignal(false);
  let article: HTMLElement | undefined;
  const sentAt = () => millisOf(props.message.created_at);
  const active = () => (hovered() || focused() || picking()) && !props.editing;
  return (
    <article
      ref={(element) => {
        article = element;
      }}
      class="message"
      classList={{
        head: props.head,
        action: props.message.kind === 'action',
        editing: props.editing,
        pointed: props.pointed,
      }}
      tabindex="-1"
      data-message={props.message.message_id}
      data-row={props.message.message_id}
      aria-posinset={props.position}
      aria-setsize={props.count}
      aria-label={spokenName(props.message, props.now)}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
      on:keydown={(event: KeyboardEvent) => {
        // Escape in a link or a reaction returns to the message. Fields and pickers have an Escape of their own.
        const inside = (event.target as Element).closest('article, textarea, [popover]') === article;
        if (event.key !== 'Escape' || event.target === article || !inside) return;
        event.stopPropagation();
        article?.focus({ preventScroll: true });
      }}
    >
      <Show
        when={props.head && props.message.kind !== 'action'}
        fallback={
          <time class="gutter" datetime={props.message.created_at} title={fullTime(props.message.created_at)}>
            {timeOf(sentAt())}
          </time>
        }
      >
        <Avatar id={props.message.author_id} name={nameOf(props.message)} />
      </Show>
      <div class="message-main">
        <Show when={props.head && props.message.kind !== 'action'}>
          <header class="message-head">
            <span class="author">{nameOf(props.message)}</span>
            <Show when={props.message.author.imported}>
              <span class="tag" title={words.members.importedHint}>
                {words.members.imported}
              </span>
            </Show>
            <time datetime={props.message.created_at} title={fullTime(props.message.created_at)}>
              {dayAndTime(sentAt(), props.now)}
            </time>
          </header>
        </Show>
        <Switch>
          <Match when={props.editing}>
            <EditBox
              message={props.message}
              edits={props.handlers.edits}
              save={(text) => props.handlers.saveEdit(props.message, text)}
              cancel={() => props.handlers.cancelEdit(props.message)}
            />
          </Match>
          <Match when={props.message.content === null}>
            <p class="content erased">{words.erasedMessage}</p>
          </Match>
          <Match when={props.message.kind === 'action'}>
            <p class="content">
              <span aria-hidden="true">* </span>
              <span class="author">{nameOf(props.message)}</span>{' '}
              <MessageText text={props.message.content ?? ''} reachable={focused()} />
              <Edited message={props.message} />
            </p>
          </Match>
          <Match when={true}>
            <p class="content">
              <MessageText text={props.message.content ?? ''} reachable={focused()} />
              <Edited message={props.message} />
            </p>
          </Match>
        </Switch>
        <Reactions
          message={props.message}
          mayReact={props.mayReact}
          reachable={focused()}
          toggle={(emoji) => props.handlers.toggleReaction(props.message, emoji)}
        />
      </div>
      <Show when={active()}>
        <Actions
          message={props.message}
          mine={props.mine}
          mayReact={props.mayReact}
          mayRemove={props.mine || props.mayModerate}
          handlers={props.handlers}
          reachable={focused()}
          leave={() => article?.focus({ preventScroll: true })}
          picking={setPicking}
        />
      </Show>
    </article>
  );
};

const stateOf = ({ status }: PendingMessage): string => {
  if (status === 'refused') return words.message.failed;
  return status === 'waiting' ? words.message.waiting : words.message.sending;
};

export const PendingRow = (props: {
  readonly pending: PendingMessage;
  readonly head: boolean;
  readonly name: string;
  readonly viewer: string;
  readonly now: number;
  readonly again: () => void;
  readonly discard: () => void;
}) => {
  const [focused, setFocused] = createSignal(false);
  return (
    <article
      class="message pending"
      classList={{ head: props.head, refused: props.pending.status === 'refused' }}
      tabindex="-1"
      data-nonce={props.pending.nonce}
      data-row={props.pending.nonce}
      aria-label={[props.name, props.pending.content, stateOf(props.pending)].join(', ')}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
    >
      <Show when={props.head} fallback={<span class="gutter" />}>
        <Avatar id={props.viewer} name={props.name} />
      </Show>
      <div class="message-main">
        <Show when={props.head}>
          <header class="message-head">
            <span class="author">{props.name}</span>
            <time>{dayAndTime(props.pending.at, props.now)}</time>
          </header>
        </Show>
        <p class="content">
          <MessageText text={props.pending.content} reachable={focused()} />
          <Show when={props.pending.status === 'waiting'}>
            <span class="edited">({words.message.waiting})</span>
          </Show>
        </p>
        <Show when={props.pending.status === 'refused'}>
          <p class="refusal" role="alert">
            <Icon name="alert" />
            {words.message.failed} {props.pending.trouble?.detail}
            <button type="button" class="link" tabindex={focused() ? undefined : -1} onClick={() => props.again()}>
              {words.message.retry}
            </button>
            <button type="button" class="link" tabindex={focused() ? undefined : -1} onClick={() => props.discard()}>
              {words.message.discard}
            </button>
          </p>
        </Show>
      </div>
    </article>
  );
};
