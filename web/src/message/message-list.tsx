import { createEffect, createMemo, createSignal, Match, on, onCleanup, onMount, Show, Switch, untrack } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { FirstSteps } from '#web/guild/first-steps.tsx';
import { Beginning } from '#web/message/beginning.tsx';
import { messageParts } from '#web/message/later-message-parts.ts';
import { askWriting } from '#web/message/later-writing.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { MessageRow } from '#web/message/message-row.tsx';
import { MessageText } from '#web/message/message-text.tsx';
import { AT_END, missingAt } from '#web/message/reading-places.ts';
import { type ListRow, rowReader } from '#web/message/rows.ts';
import { isLine } from '#web/store/lines.ts';
import type { ClientState, Timeline } from '#web/store/state.ts';
import { dayName } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { onlyChanges } from '#web/ui/only-changes.ts';
import { type Anchor, VirtualList, type VirtualListHandle } from '#web/ui/virtual-list.tsx';
import type { NewMessages } from '#web/unread/new-messages.tsx';
import { words } from '#web/words/words.ts';

/** Pixels between the view and the end of the known messages at which the list loads more. */
const ASK_AHEAD = 1_500;
/** Number of the newest seen messages that are compared. Most deletions leave one of them. */
const SEEN_COMPARED = 200;
const LINE = 22;
const FILES = 200;
const CHARS_A_LINE = 80;

const guessFor = (row: ListRow | undefined): number => {
  if (row === undefined || row.kind === 'day' || row.kind === 'new') return 40;
  if (row.kind === 'beginning') return 140;
  const text = row.kind === 'message' ? (row.message.content ?? '') : row.pending.content;
  const reactions = row.kind === 'message' && row.message.reactions.length > 0 ? 32 : 0;
  const answers = row.kind === 'message' ? row.message.reply_to : row.pending.replyTo;
  const lines = Math.max(1, Math.ceil(text.length / CHARS_A_LINE)) + (answers === null ? 0 : 1);
  const files = row.kind === 'message' ? row.message.attachments : row.pending.files;
  return LINE * lines + (row.head ? 40 : 4) + reactions + (files === undefined ? 0 : FILES);
};

/** Finds a row by its key. Looks at its probable places first, because a window may hold 100,000 rows. */
const indexNear = (rows: ReadonlyArray<ListRow>, key: string, places: ReadonlyArray<number>): number =>
  places.find((at) => rows[at]?.key === key) ?? rows.findIndex((row) => row.key === key);

const flash = (list: HTMLElement | undefined): void => {
  for (const one of list?.querySelector('.pointed')?.getAnimations() ?? []) one.play();
};

const NewLine = (props: { readonly drawn: () => void }) => {
  onMount(() => props.drawn());
  return (
    <div class="day new-line">
      <span>{words.unread.line}</span>
    </div>
  );
};

export const MessageList = (props: {
  readonly channel: Channel;
  readonly timeline: Timeline;
  readonly unconfirmed: ClientState['unconfirmed'];
  readonly me: NonNullable<ClientState['me']>;
  readonly mayReact: boolean;
  readonly mayReply: boolean;
  readonly mayWrite: boolean;
  readonly firstSteps: FirstSteps | undefined;
  readonly mayModerate: boolean;
  readonly editing: MessageId | null;
  readonly handlers: MessageHandlers;
  readonly loadOlder: () => void;
  /** True while the list shows a detour. */
  readonly away: boolean;
  readonly loadNewer: () => void;
  readonly toPresent: () => void;
  /** The message to bring into view once it is loaded. */
  readonly sought: MessageId | null;
  readonly shown: () => void;
  readonly sendAgain: (nonce: string) => void;
  readonly discard: (nonce: string) => void;
  readonly handle: (handle: VirtualListHandle) => void;
  /** Where the user left this channel before. */
  readonly place: Anchor;
  readonly leaveAt: (place: Anchor) => void;
  /** Loads the history around a message that the place needs. */
  readonly seekPlace: (id: MessageId) => void;
  readonly now: () => number;
  readonly news: NewMessages;
}) => {
  const [atEnd, setAtEnd] = createSignal(true);
  const [seen, setSeen] = createSignal<Timeline['messages']>();
  let list: VirtualListHandle | undefined;

  const readRows = rowReader();
  // No row is made anew when a page begins or stops loading.
  const history = onlyChanges(
    () => props.timeline,
    (a, b) => a.messages === b.messages && a.start === b.start,
  );
  const joined = createMemo(() => history().messages.some(({ kind }) => kind === 'joined'));
  const joins = createMemo(() => (joined() ? messageParts()?.joinsInList() : undefined));
  const viewer = onlyChanges(() => props.me.user_id);
  const rights = onlyChanges(
    () => ({ react: props.mayReact, reply: props.mayReply, moderate: props.mayModerate }),
    (a, b) => a.react === b.react && a.reply === b.reply && a.moderate === b.moderate,
  );
  const rows = createMemo(() => {
    const all = readRows(history(), props.unconfirmed, viewer(), props.news.newFrom());
    return joins()?.rows(all) ?? all;
  });
  const keys = createMemo(() => rows().map((row) => row.key));
  const setSize = createMemo(() => (history().start.kind === 'beginning' ? rows().length : -1));
  const [pointed, setPointed] = createSignal<MessageId | null>(null);
  const newBelow = createMemo(() => {
    const before = seen();
    if (props.away || atEnd() || before === undefined) return 0;
    const { messages } = history();
    const known = new Set(before.slice(-SEEN_COMPARED).map((message) => message.message_id));
    return messages.length - 1 - messages.findLastIndex((message) => known.has(message.message_id));
  });
  createEffect(() => {
    if (atEnd() && !props.away) setSeen(props.timeline.messages);
  });
  createEffect(() => props.news.seesEnd(atEnd() && !props.away && !props.news.seeks()));
  onCleanup(() => props.news.seesEnd(false));
  // A new message of the user scrolls the list to its end.
  createEffect(
    on(
      () => props.unconfirmed.length,
      (now, before) => {
        if (before !== undefined && now > before) list?.toEnd();
      },
    ),
  );

  createEffect(
    on([() => props.sought, keys], ([sought, all]) => {
      if (sought === null || !all.includes(sought)) return;
      // A row that is marked already flashes once more.
      if (pointed() === sought) flash(list?.element);
      setPointed(sought);
      props.shown();
      // The list lays out the new rows later in this turn.
      queueMicrotask(() => list?.showRow(sought));
    }),
  );

  // A message that the user comes for is shown in place of the former reading place.
  const begin = props.sought === null ? props.place : AT_END;
  onMount(() => {
    const missing = missingAt(begin, keys());
    if (missing !== null) props.seekPlace(missing);
  });

  const newer = (distance: number): void => {
    const { loading, trouble } = props.timeline;
    if (props.away && distance < ASK_AHEAD && loading === null && trouble === null) props.loadNewer();
  };
  const toPresent = (): void => {
    props.toPresent();
    queueMicrotask(() => list?.toEnd());
  };

  const older = (distance: number): void => {
    const { start, loading, trouble, messages } = props.timeline;
    if (distance >= ASK_AHEAD || start.kind !== 'after' || loading !== null || trouble !== null) return;
    if (!joins()?.waits(messages.length, keys().length)) props.loadOlder();
  };

  /** The rows that the arrow keys reach, unsent messages too. */
  const reachedKeys = () =>
    rows().flatMap((row) => (row.kind === 'message' || row.kind === 'pending' ? [row.key] : []));
  const keyPressed = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (event.altKey || event.ctrlKey || event.metaKey || target.closest('textarea, input, .emoji-picker') !== null)
      return;
    if (event.key === 'End') {
      event.preventDefault();
      toPresent();
      return;
    }
    const at = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (selectByKey(event, at)) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = reachedKeys();
    const next = at === undefined ? all.length - 1 : all.indexOf(at) + step;
    const key = all[Math.max(0, Math.min(next, all.length - 1))];
    if (key === undefined) return;
    const from = messageKeys().find((one) => one === at);
    const to = messageKeys().find((one) => one === key);
    if (event.shiftKey && props.mayModerate && from !== undefined && to !== undefined) {
      if (!props.handlers.selecting.active()) select(from, false);
      select(to, true);
    }
    list?.focusRow(key);
  };

  const messageKeys = () =>
    rows().flatMap((row) => (row.kind === 'message' && !isLine(row.message) ? [row.message.message_id] : []));
  const select = (id: MessageId, upTo: boolean): void => {
    const { selecting } = props.handlers;
    if (upTo) selecting.upTo(id, messageKeys());
    else selecting.toggle(id);
  };
  /** The keys of a moderator who selects: Space for this message, Shift with an arrow for the next one too. */
  const selectByKey = (event: KeyboardEvent, at: string | undefined): boolean => {
    const { selecting } = props.handlers;
    const id = messageKeys().find((one) => one === at);
    if (!props.mayModerate || id === undefined) return false;
    if (selecting.active() && event.key === 'Escape') selecting.end();
    else if (selecting.active() && (event.key === ' ' || event.key === 'Enter')) select(id, event.shiftKey);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  const renderRow = (key: string, drawnAt: number) => {
    let count = untrack(rows).length;
    const index = createMemo((before: number) => {
      const all = rows();
      const grown = all.length - count;
      count = all.length;
      const at = indexNear(all, key, [before, before + grown]);
      return at === -1 ? before : at;
    }, drawnAt);
    // A row that is gone keeps what it shows until the list takes it away.
    const found = createMemo<ListRow | undefined>((before) => {
      const row = rows()[index()];
      return row?.key === key ? row : before;
    });
    const as = <K extends ListRow['kind']>(kind: K) => {
      const row = found();
      return row?.kind === kind ? (row as Extract<ListRow, { kind: K }>) : undefined;
    };
    return (
      <Switch>
        <Match when={as('message')}>
          {(row) => (
            <Show
              when={!isLine(row().message)}
              fallback={
                <Show when={messageParts()} keyed fallback={<div class="message" />}>
                  {({ SystemLine }) => (
                    <SystemLine
                      message={row().message}
                      joins={row().joins}
                      isOpen={row().isOpen === true}
                      list={joins()}
                      loadOlder={index() < 2 && props.loadOlder}
                      pointed={pointed() === row().message.message_id}
                      now={props.now()}
                      handlers={props.handlers}
                    />
                  )}
                </Show>
              }
            >
              <MessageRow
                message={row().message}
                head={row().head}
                mine={row().message.author_id === viewer()}
                editing={props.editing === row().message.message_id}
                pointed={pointed() === row().message.message_id}
                mayReact={rights().react}
                mayReply={rights().reply}
                mayModerate={rights().moderate}
                position={index() + 1}
                count={setSize()}
                now={props.now()}
                handlers={props.handlers}
                select={select}
              />
            </Show>
          )}
        </Match>
        <Match when={as('pending')}>
          {(row) => (
            <Show
              when={askWriting()}
              keyed
              fallback={
                <article class="message pending" data-row={row().key}>
                  <span class="gutter" />
                  <div class="content">
                    <MessageText text={row().pending.content} />
                  </div>
                </article>
              }
            >
              {({ PendingRow }) => (
                <PendingRow
                  pending={row().pending}
                  head={row().head}
                  user={{ ...props.me, imported: false }}
                  viewer={props.me.user_id}
                  now={props.now()}
                  handlers={props.handlers}
                  again={() => props.sendAgain(row().pending.nonce)}
                  discard={() => props.discard(row().pending.nonce)}
                />
              )}
            </Show>
          )}
        </Match>
        <Match when={as('day')}>
          {(row) => (
            <div class="day">
              <span>{dayName(row().at, props.now())}</span>
            </div>
          )}
        </Match>
        <Match when={as('new')}>
          <NewLine drawn={props.news.lineSeen} />
        </Match>
        <Match when={as('beginning')}>
          <Beginning
            channel={props.channel}
            first={props.timeline.messages.find((message) => !isLine(message))}
            mayWrite={props.mayWrite}
            firstSteps={props.firstSteps}
          />
        </Match>
      </Switch>
    );
  };

  return (
    <div class="message-list">
      <props.news.Bar />
      <Show when={props.timeline.trouble !== null && props.timeline.start.kind === 'after'}>
        <div class="older-trouble" role="alert">
          {words.message.olderFailed}
          <button type="button" class="link" onClick={() => props.loadOlder()}>
            {words.tryAgain}
          </button>
        </div>
      </Show>
      <VirtualList
        keys={keys()}
        guess={(index) => guessFor(rows()[index])}
        row={renderRow}
        nearBeginning={older}
        nearEnd={newer}
        sticks={!props.away}
        atEndChanged={setAtEnd}
        label={words.message.list(props.channel.name)}
        busy={props.timeline.loading !== null}
        keyPressed={keyPressed}
        begin={begin}
        left={props.leaveAt}
        handle={(handle) => {
          list = handle;
          props.handle(handle);
        }}
      />
      <Show when={props.away || !atEnd()}>
        <button
          type="button"
          class="jump"
          onClick={() => {
            toPresent();
            // The button disappears after its use. The list takes the focus, so that the keyboard still works.
            list?.element.focus({ preventScroll: true });
          }}
        >
          {newBelow() > 0 ? words.message.newBelow(newBelow()) : words.message.jump}
          <Icon name="down" />
        </button>
      </Show>
    </div>
  );
};
