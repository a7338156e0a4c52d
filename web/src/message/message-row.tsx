import { createSignal, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { EmojiPicker } from '#web/message/emoji-picker.tsx';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { MessageContent, nameOf } from '#web/message/message-content.tsx';
import { MessageText } from '#web/message/message-text.tsx';
import { Reactions } from '#web/message/reactions.tsx';
import { pendingEdit, reactionsWith } from '#web/store/changes.ts';
import type { PendingMessage } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { IconButton } from '#web/ui/button.tsx';
import { dayAndTime, fullTime, timeOf } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Toolbar } from '#web/ui/toolbar.tsx';
import { words } from '#web/words/words.ts';

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
                const shown = reactionsWith(props.message, props.handlers.changesOf(props.message));
                if (shown.some((reaction) => reaction.emoji === emoji && reaction.me)) return;
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
  const changes = () => props.handlers.changesOf(props.message);
  const edit = () => pendingEdit(changes(), props.message.message_id);
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
        <Avatar id={props.message.author_id} name={nameOf(props.message)} imported={props.message.author.imported} />
      </Show>
      <div class="message-main">
        <Show when={props.head && props.message.kind !== 'action'}>
          <header class="message-head">
            <span class="author" title={props.message.author.imported ? words.members.importedHint : undefined}>
              {nameOf(props.message)}
            </span>
            <time datetime={props.message.created_at} title={fullTime(props.message.created_at)}>
              {timeOf(sentAt())}
            </time>
          </header>
        </Show>
        <MessageContent
          message={props.message}
          editing={props.editing}
          edit={edit()}
          reachable={focused()}
          handlers={props.handlers}
        />
        <Reactions
          reactions={reactionsWith(props.message, changes())}
          waiting={(emoji) => changes().some(({ change }) => change.kind === 'reaction' && change.emoji === emoji)}
          mayReact={props.mayReact}
          reachable={focused()}
          toggle={(emoji) => props.handlers.toggleReaction(props.message, emoji)}
        />
      </div>
      <Show when={active()}>
        <div class="toolbar-place">
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
        </div>
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
            <time>{timeOf(props.pending.at)}</time>
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
