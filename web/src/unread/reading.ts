/** Follows what the user reads in the open channel: the line above the new messages, and the mark when they are read. */

import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from 'solid-js';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Timeline } from '#web/store/state.ts';
import type { ConversationPane } from '#web/ui/conversation-pane.ts';
import type { Anchor } from '#web/ui/virtual-list.tsx';
import { NEW_LINE, newFrom, type VisitStart } from '#web/unread/new-from.ts';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import { EXACT_MAX } from '#web/unread/unread-sum.ts';

/** Milliseconds that the end of a channel stays in view before its messages count as read. */
const READ_AFTER_MS = 500;
/** Pixels of read messages that stand above the line of the new ones. */
const READ_ABOVE = 96;

export type Reading = {
  readonly since: Accessor<VisitStart | null>;
  /** The first new message. The line stands above it. Null when it is not loaded. */
  readonly newFrom: Accessor<MessageId | null>;
  /** The new messages while their line is out of reach. Null once the user saw it. */
  readonly far: Accessor<VisitStart | null>;
  readonly lineSeen: () => void;
  /** The place to open the channel at, or null without new messages. */
  readonly begin: () => Anchor | null;
  readonly seesEnd: (sees: boolean) => void;
  /** Marks all as read and takes the line away. */
  readonly finish: () => void;
  /** Leaves the messages from this one on unread, although the user sees them. */
  readonly leaveUnread: (id: MessageId) => void;
  /** Ends `leaveUnread`, because the user writes. */
  readonly goOn: () => void;
};

/** True while the window has the focus and is shown. */
const looking = ({ platform }: Pick<Client, 'platform'>): Accessor<boolean> => {
  const now = (): boolean => document.hasFocus() && platform.shown();
  const [looks, setLooks] = createSignal(now());
  const look = (): void => void setLooks(now());
  const events = ['focus', 'blur'] as const;
  for (const event of events) addEventListener(event, look);
  const stop = platform.watchShown(look);
  onCleanup(() => {
    stop();
    for (const event of events) removeEventListener(event, look);
  });
  return looks;
};

const sinceOf = (unread: Unread | undefined): VisitStart | null =>
  unread === undefined ? null : { last: unread.last_read_message_id, count: unread.unread };

/** State of one visit to a channel. It begins with what was unread then. */
const visitOf = (begun: VisitStart | null) => {
  const [since, setSince] = createSignal(begun);
  /** True for messages that the user leaves unread. */
  const [left, setLeft] = createSignal(false);
  /** True when the list opened at the line, or the user saw it since. */
  const [sought, setSought] = createSignal(begun === null || (begun.last !== null && begun.count <= EXACT_MAX));
  return { since, setSince, left, setLeft, sought, setSought };
};

/** Keeps the line where it was found first, whatever comes after it. */
const lineIn = (
  since: Accessor<VisitStart | null>,
  view: Accessor<Timeline | undefined>,
  me: () => UserId,
): Accessor<MessageId | null> => {
  type Line = { readonly since: VisitStart | null; readonly id: MessageId | null };
  const line = createMemo(
    (before: Line): Line => {
      const now = since();
      if (now === before.since && before.id !== null) return before;
      const messages = view()?.messages ?? [];
      return { since: now, id: now === null ? null : newFrom(messages, me(), now) };
    },
    { since: null, id: null },
  );
  return createMemo(() => line().id);
};

export const readingOf = (
  client: Pick<Client, 'state' | 'platform' | 'readUpTo'>,
  at: {
    readonly pane: ConversationPane;
    readonly channelId: Accessor<ChannelId>;
    readonly me: () => UserId;
    /** The window on the channel, and the part of it that the list shows. */
    readonly timeline: Accessor<Timeline | undefined>;
    readonly view: Accessor<Timeline | undefined>;
    /** True while something else stands over the messages. */
    readonly covered: () => boolean;
    readonly shown: ShownUnread;
  },
): Reading => {
  const { state, platform } = client;
  const id = createMemo(at.channelId);
  const unread = createMemo(() => state().unread[id()]);
  // The list reads this before any effect runs, so a visit is a value and not an effect of the channel.
  const visit = createMemo(on(id, () => visitOf(untrack(() => sinceOf(unread())))));
  const since = () => visit().since();
  const [end, setEnd] = createSignal(false);
  const looks = looking(client);
  const reads = createMemo(() => end() && looks() && !visit().left() && !at.covered());
  // Messages that come while the user looks elsewhere get a line too.
  createEffect(
    on(unread, (now) => {
      if (now !== undefined && untrack(() => since() === null && !reads())) visit().setSince(sinceOf(now));
    }),
  );
  const line = lineIn(since, at.view, at.me);

  const newest = createMemo(() => at.timeline()?.messages.at(-1));
  const [markedTo, setMarkedTo] = createSignal<MessageId | null>(null);
  createEffect(
    on(reads, (now) =>
      setMarkedTo(now && untrack(unread) === undefined ? (untrack(newest)?.message_id ?? null) : null),
    ),
  );
  const mark = (): void => {
    const to = newest()?.message_id;
    if (to === undefined) return;
    setMarkedTo(to);
    client.readUpTo({ channelId: id(), messageId: to });
  };
  /** True when the user sees messages that are not marked. The number of the server may be a moment late. */
  const due = createMemo(() => {
    if (!reads()) return false;
    const last = newest();
    if (last === undefined) return false;
    const passed = markedTo();
    return unread() !== undefined || (passed !== null && passed !== last.message_id && last.author_id !== at.me());
  });
  createEffect(() => {
    if (due()) onCleanup(platform.later(READ_AFTER_MS, () => untrack(mark)));
  });
  createEffect(() => at.shown.reads(at.pane, reads() ? id() : null));
  onCleanup(() => at.shown.reads(at.pane, null));

  return {
    since,
    newFrom: line,
    far: () => (visit().sought() ? null : since()),
    lineSeen: () => void visit().setSought(true),
    begin: () => {
      const now = since();
      if (now === null) return null;
      const hold = (key: string) => ({ key, index: 0, offset: -READ_ABOVE });
      if (line() !== null) return { kind: 'rows', holds: [hold(NEW_LINE)] };
      return now.last !== null && now.count <= EXACT_MAX
        ? { kind: 'rows', holds: [hold(NEW_LINE), hold(now.last)] }
        : null;
    },
    seesEnd: setEnd,
    finish: () => {
      visit().setSince(null);
      visit().setLeft(false);
      if (unread() !== undefined) mark();
    },
    leaveUnread: (from) => {
      const messages = at.view()?.messages ?? [];
      const index = messages.findIndex(({ message_id }) => message_id === from);
      const later = messages.slice(Math.max(0, index)).filter(({ author_id }) => author_id !== at.me());
      visit().setLeft(true);
      visit().setSince({ last: messages[index - 1]?.message_id ?? null, count: later.length });
    },
    goOn: () => visit().setLeft(false),
  };
};
