/**
 * The unread messages as the screen shows them: without those of the channel that the user is reading, and as the
 * notification rules of the user want them.
 */

import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { rulesIn } from '#web/rules/place-rules.ts';
import type { ClientState } from '#web/store/state.ts';
import type { ConversationPane } from '#web/ui/conversation-pane.ts';
import { NONE_UNREAD, sumOf, sumsByGuild, type UnreadSum } from '#web/unread/unread-sum.ts';

export type ShownUnread = {
  readonly of: (channelId: ChannelId) => UnreadSum;
  readonly inGuild: (guildId: GuildId) => UnreadSum;
  readonly all: Accessor<UnreadSum>;
  readonly isMuted: (channelId: ChannelId) => boolean;
  /** Names the channel whose end the user sees in a pane, or null. Its numbers are a moment behind the eyes of the user. */
  readonly reads: (pane: ConversationPane, channelId: ChannelId | null) => void;
};

export const shownUnread = ({ state }: Pick<Client, 'state'>, now: Accessor<number>): ShownUnread => {
  const [read, setRead] = createSignal<{ readonly [P in ConversationPane]?: ChannelId | null }>({});
  const told = createMemo(() => state().unread);
  const channels = createMemo(() => state().channels);
  const settings = createMemo(() => state().settings);
  const rules = createMemo(() => rulesIn(settings(), channels(), now()));
  /** A muted channel keeps its mentions alone, and one of the level `none` its messages alone. */
  const numbers = createMemo((): ClientState['unread'] => {
    const shown = Object.values(told())
      .filter(({ channel_id: id }) => !Object.values(read()).includes(id))
      .map((one): [ChannelId, Unread] => {
        const { level, muted } = rules()(one.channel_id);
        const { unread, mentions } = one;
        return [one.channel_id, { ...one, unread: muted ? 0 : unread, mentions: level === 'none' ? 0 : mentions }];
      });
    return Object.fromEntries(shown);
  });
  const guilds = createMemo(() => sumsByGuild(channels(), numbers()));
  const all = createMemo(() => sumOf(Object.values(numbers())));
  return {
    of: (channelId) => {
      const one = numbers()[channelId];
      return one === undefined ? NONE_UNREAD : sumOf([one]);
    },
    inGuild: (guildId) => guilds().get(guildId) ?? NONE_UNREAD,
    all,
    isMuted: (channelId) => rules()(channelId).muted,
    reads: (pane, channelId) => void setRead((before) => ({ ...before, [pane]: channelId })),
  };
};
