/** The new messages of the open channel: the line above them, the bar that leads to it, and the keys. */

import { type Accessor, type JSX, Show } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Channel, Me } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { onShortcut } from '#web/shortcuts/shortcuts.ts';
import type { Timeline } from '#web/store/state.ts';
import { type ConversationPane, paneAt } from '#web/ui/conversation-pane.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import { onPlainEscape } from '#web/ui/plain-escape.ts';
import type { VirtualListHandle } from '#web/ui/virtual-list.tsx';
import { type Reading, readingOf } from '#web/unread/reading.ts';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

/** The bar is loaded with the first channel that needs it. */
const loadBar = () => withLaterWords(import('#web/unread/new-bar.tsx'));

export type NewMessages = Omit<Reading, 'since' | 'far'> & {
  /** Leaves the pane, or marks all as read and goes to the newest message. */
  readonly end: () => void;
  /** True while the history around another place is on its way. */
  readonly seeks: () => boolean;
  readonly Bar: () => JSX.Element;
};

export const newMessagesOf = (
  props: {
    readonly client: Client;
    readonly pane: ConversationPane;
    readonly channel: Channel;
    readonly me: Me;
    readonly covered: boolean;
    readonly unread: ShownUnread;
    readonly seekAgain: (messageId: MessageId) => void;
    readonly now: () => number;
  },
  at: {
    readonly timeline: Accessor<Timeline | undefined>;
    readonly view: Accessor<Timeline | undefined>;
    readonly list: () => VirtualListHandle | undefined;
    readonly toNewest: () => void;
    readonly leave: () => (() => void) | undefined;
  },
): NewMessages => {
  const { timeline, view, list } = at;
  const reading = readingOf(props.client, {
    pane: props.pane,
    channelId: () => props.channel.channel_id,
    me: () => props.me.user_id,
    timeline,
    view,
    covered: () => props.covered,
    shown: props.unread,
  });
  const finish = (): void => {
    reading.finish();
    at.toNewest();
  };
  /** Goes to the first new message, or towards it. */
  const toFirst = (): boolean => {
    const since = reading.since();
    if (since === null) return false;
    const line = reading.newFrom();
    const shown = view()?.messages ?? [];
    const to = line ?? since.last ?? shown[0]?.message_id;
    if (to === undefined) return false;
    if (shown.some(({ message_id }) => message_id === to)) list()?.showRow(to);
    else props.seekAgain(to);
    return true;
  };
  const seeks = (): boolean => {
    const detour = timeline()?.detour ?? null;
    return detour !== null && detour.side === 'around' && detour.request !== null;
  };
  const end = (): void => (at.leave() ?? finish)();
  onPlainEscape(props.pane, end);
  onShortcut('oldestUnread', () => paneAt() === props.pane && toFirst());
  const Bar = () => (
    <Show when={seeks() ? null : reading.far()}>
      {(since) => (
        <Loaded load={loadBar}>
          {({ NewBar }) => <NewBar since={since()} now={props.now} jump={toFirst} finish={finish} />}
        </Loaded>
      )}
    </Show>
  );
  return { ...reading, finish, end, seeks, Bar };
};
