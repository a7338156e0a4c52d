import { createMemo, createSignal, Show } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { EmojiPicker } from '#web/emoji/emoji-picker.tsx';
import { Files } from '#web/files/files-place.tsx';
import { withFiles } from '#web/files/later-files.ts';
import { useNames } from '#web/guild/names.ts';
import { useProfile } from '#web/guild/profiles.tsx';
import { spokenContent } from '#web/message/formatted/later-formatting.ts';
import { callsMe } from '#web/message/formatted/mentioned.ts';
import { type FormattedDeps, useSurroundings } from '#web/message/formatted/surroundings.ts';
import { loadMessageParts, messageParts } from '#web/message/later-message-parts.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { MessageContent } from '#web/message/message-content.tsx';
import { Quoted } from '#web/message/quoted.tsx';
import { Reactions } from '#web/message/reactions.tsx';
import { shownWords } from '#web/message/shown-words.ts';
import { threadAbout } from '#web/message/threads/known-threads.ts';
import { threadParts } from '#web/message/threads/later-threads.ts';
import { pendingEdit, reactionsWith } from '#web/store/changes.ts';
import type { PendingChange } from '#web/store/state.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { dayAndTime, fullTime, timeOf } from '#web/ui/clock.ts';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { lazyMemo } from '#web/ui/lazy-memo.ts';
import { words } from '#web/words/words.ts';

/** The label of a message for screen readers: author, author of the answered message, time, text, edit and reactions. */
const spokenName = (
  message: Message,
  name: string,
  answered: string | null,
  now: number,
  deps: FormattedDeps,
): string => {
  const shown = shownWords(message);
  const text = shown === null ? words.erasedMessage : withFiles(spokenContent(shown, deps), message.attachments);
  const parts = [name, dayAndTime(millisOf(message.created_at), now), text];
  if (answered !== null) parts.splice(1, 0, words.message.spokenReply(answered));
  if (message.edited_at !== null) parts.push(words.message.edited);
  if (message.reactions.length > 0) parts.push(words.message.spokenReactions(message.reactions.length));
  return parts.join(', ');
};

type RowProps = {
  readonly message: Message;
  readonly head: boolean;
  readonly mine: boolean;
  readonly editing: boolean;
  /** True after a jump to this message. The row is then marked. */
  readonly pointed: boolean;
  readonly mayReact: boolean;
  readonly mayReply: boolean;
  readonly mayModerate: boolean;
  readonly position: number;
  readonly count: number;
  readonly now: number;
  readonly handlers: MessageHandlers;
  /** Selects the message for a moderator, or all up to it. */
  readonly select: (id: MessageId, upTo: boolean) => void;
};

/** The menus, the emoji picker and the profile of a message, which stand beside its row. */
const waysOf = (
  props: RowProps,
  changes: () => ReadonlyArray<PendingChange>,
  article: () => HTMLElement | undefined,
) => {
  const [picker, setPicker] = createSignal<HTMLElement | null>(null);
  const openProfile = useProfile();
  const react = (): void => {
    const button = article()?.querySelector<HTMLElement>('.toolbar [aria-haspopup=dialog]');
    setPicker(button ?? article() ?? null);
  };
  const surroundings = useSurroundings();
  // The state changes all the time. Only a change of these two makes the items, and with them the buttons, anew.
  const { client } = props.handlers;
  const thread = lazyMemo(() => threadAbout(surroundings.channel, props.message));
  const place = lazyMemo(() => client.state().channels[props.message.channel_id]);
  const items = lazyMemo(() => {
    const parts = messageParts();
    return parts?.messageMenu(props.message, {
      mine: props.mine,
      mayReact: props.mayReact,
      mayReply: props.mayReply,
      mayRemove: props.mine || props.mayModerate,
      mayPin: props.mayModerate,
      select: props.mayModerate ? () => props.select(props.message.message_id, false) : undefined,
      handlers: props.handlers,
      more: [
        ...parts.threadItem(props.message, { thread: thread(), place: place() }, props.handlers, surroundings),
        ...(threadParts()?.laterItems(props.message, props.handlers) ?? []),
      ],
      react,
      openProfile: () => {
        const row = article();
        if (row !== undefined) openProfile(props.message.author, row);
      },
    });
  });
  return {
    picker,
    closePicker: () => void setPicker(null),
    items,
    menu: contextMenu({
      label: () => words.message.actions,
      entries: () => (props.editing ? [] : (items() ?? [])),
      load: () => (props.editing || messageParts() !== undefined ? undefined : loadMessageParts()),
    }),
    addReaction: (emoji: string): void => {
      const own = reactionsWith(props.message, changes()).some((reaction) => reaction.emoji === emoji && reaction.me);
      if (!own) props.handlers.toggleReaction(props.message, emoji);
    },
    profile: (event: MouseEvent): void => openProfile(props.message.author, event.currentTarget as HTMLElement),
  };
};

/** How a moderator selects the message: by a press while they select, or by one with Shift at any time. */
const selectionOf = (props: RowProps, article: () => HTMLElement | undefined) => {
  const { selecting } = props.handlers;
  const id = () => props.message.message_id;
  return {
    chosen: () => selecting.chosen().has(id()),
    /** True while a press selects. */
    selects: () => selecting.active() && props.mayModerate,
    press: (event: MouseEvent): void => {
      if (!props.mayModerate || props.editing || !(selecting.active() || event.shiftKey)) return;
      // Shift with an act of the toolbar is that act without its question.
      if (!selecting.active() && event.target instanceof Element && event.target.closest('button, a') !== null) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.type !== 'click') return;
      props.select(id(), event.shiftKey);
      article()?.focus({ preventScroll: true });
    },
  };
};

const SentAt = (props: { readonly at: Message['created_at']; readonly class?: string }) => (
  <time class={props.class} datetime={props.at} title={fullTime(props.at)}>
    {timeOf(millisOf(props.at))}
  </time>
);

/** The message that this one answers. */
const answeredBy = ({ channel_id: channelId, reply_to: messageId }: Message): MessageRef | null =>
  messageId === null ? null : { channelId, messageId };
/** The plain key R. With a modifier it belongs to the browser. */
const isReplyKey = (event: KeyboardEvent): boolean =>
  event.key === 'r' && !event.ctrlKey && !event.metaKey && !event.altKey;

/** The author of the message with the look of their name, the message that it answers, and the text for screen readers. */
const namesOfRow = (props: RowProps) => {
  const names = useNames();
  const surroundings = useSurroundings();
  const name = () => names.of(props.message.author);
  const answered = createMemo(() => answeredBy(props.message));
  return {
    name,
    look: () => names.look(props.message.author),
    answered,
    // One effect sets all attributes of the row. The memo keeps the label when the place alone changes.
    spoken: createMemo((): string => {
      const at = answered();
      const quote = at === null ? undefined : props.handlers.replying.quote(at);
      const author = typeof quote === 'object' ? quote.author : null;
      return spokenName(props.message, name(), author === null ? null : names.of(author), props.now, surroundings);
    }),
    callsMe: (): boolean => callsMe(props.message, surroundings),
  };
};

/** The line of the thread about a message, once the parts of threads are loaded. */
const ThreadPlace = (props: Pick<RowProps, 'message'> & { readonly reachable: boolean }) => (
  <Show when={threadParts()} keyed>
    {({ ThreadLine }) => <ThreadLine {...props} />}
  </Show>
);

/** The words that a message forwards, once the code for them is loaded. */
const ForwardedWords = (props: Pick<RowProps, 'message'> & { readonly reachable: boolean }) => (
  <Show when={props.message.forward && threadParts()} keyed>
    {({ ForwardFrame }) => (
      <Show when={props.message.forward}>
        {(forward) => <ForwardFrame forward={forward()} reachable={props.reachable} />}
      </Show>
    )}
  </Show>
);

export const MessageRow = (props: RowProps) => {
  const [hovered, setHovered] = createSignal(false);
  const [focused, setFocused] = createSignal(false);
  let article: HTMLElement | undefined;
  const { name, look, answered, spoken, callsMe: isForMe } = namesOfRow(props);
  const { press, chosen, selects } = selectionOf(props, () => article);
  const changes = () => props.handlers.changesOf(props.message);
  const { picker, closePicker, items, menu, addReaction, profile } = waysOf(props, changes, () => article);
  const active = () => (hovered() || focused() || picker() !== null) && !props.editing;
  return (
    <article
      ref={(element) => {
        article = element;
        menu.attach(element);
        for (const type of ['mousedown', 'click'] as const) element.addEventListener(type, press, true);
      }}
      class="message"
      classList={{
        head: props.head,
        action: props.message.kind === 'action',
        active: active(),
        editing: props.editing,
        pointed: props.pointed,
        selected: chosen(),
        'calls-me': isForMe(),
      }}
      tabindex="-1"
      data-message={props.message.message_id}
      data-row={props.message.message_id}
      aria-posinset={props.position}
      aria-setsize={props.count}
      aria-label={spoken()}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
      onFocusIn={() => setFocused(true)}
      onFocusOut={(event) => setFocused(event.currentTarget.contains(event.relatedTarget as Node | null))}
      on:keydown={(event: KeyboardEvent) => {
        if (event.target === article && props.mayReply && !props.editing && isReplyKey(event)) {
          event.preventDefault();
          event.stopPropagation();
          props.handlers.reply(props.message);
          return;
        }
        // Escape in a link or a reaction returns to the message. Fields and pickers have an Escape of their own.
        const inside = (event.target as Element).closest('article, textarea, [popover]') === article;
        if (event.key !== 'Escape' || event.target === article || !inside) return;
        event.stopPropagation();
        article?.focus({ preventScroll: true });
      }}
    >
      <Show
        when={props.head && props.message.kind !== 'action'}
        fallback={<SentAt at={props.message.created_at} class="gutter" />}
      >
        <Avatar id={props.message.author_id} name={name()} imported={props.message.author.imported} press={profile} />
      </Show>
      <div>
        <Show when={answered()}>
          {(at) => (
            <Quoted at={at()} replying={props.handlers.replying} reachable={focused()} jump={props.handlers.jump} />
          )}
        </Show>
        <Show when={props.head && props.message.kind !== 'action'}>
          <header class="message-head">
            <button
              type="button"
              class={`author ${look().class}`}
              style={look().style}
              tabindex="-1"
              aria-haspopup="dialog"
              title={props.message.author.imported ? words.members.importedHint : undefined}
              onClick={profile}
            >
              {name()}
            </button>
            <SentAt at={props.message.created_at} />
          </header>
        </Show>
        <MessageContent
          message={props.message}
          editing={props.editing}
          edit={pendingEdit(changes(), props.message.message_id)}
          reachable={focused()}
          mayCompare={props.mine || props.mayModerate}
          handlers={props.handlers}
        />
        <Files client={props.handlers.client} files={props.message.attachments} reachable={focused()} />
        <ForwardedWords message={props.message} reachable={focused()} />
        <Reactions
          reactions={reactionsWith(props.message, changes())}
          waiting={(emoji) => changes().some(({ change }) => change.kind === 'reaction' && change.emoji === emoji)}
          mayReact={props.mayReact}
          reachable={focused()}
          toggle={(emoji) => props.handlers.toggleReaction(props.message, emoji)}
        />
        <ThreadPlace message={props.message} reachable={focused()} />
      </div>
      <Show when={selects()}>
        <input type="checkbox" class="selects" tabindex="-1" checked={chosen()} aria-label={spoken()} />
      </Show>
      <Show when={active() && !selects() && messageParts()} keyed>
        {({ MessageBar }) => (
          <MessageBar
            items={items() ?? []}
            picking={picker() !== null}
            reachable={focused()}
            leave={() => article?.focus({ preventScroll: true })}
          />
        )}
      </Show>
      <Show when={picker()} keyed>
        {(at) => <EmojiPicker anchor={at} pick={addReaction} close={closePicker} />}
      </Show>
      <menu.View />
    </article>
  );
};
