/** The unread messages as the screen shows them: without those of the channel that the user is reading. */

import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { ClientState } from '#web/store/state.ts';
import { NONE_UNREAD, sumOf, sumsByGuild, type UnreadSum } from '#web/unread/unread-sum.ts';

export type ShownUnread = {
  readonly of: (channelId: ChannelId) => UnreadSum;
  readonly inGuild: (guildId: GuildId) => UnreadSum;
  readonly all: Accessor<UnreadSum>;
  /** Names the channel whose end the user sees, or null. Its numbers are a moment behind the eyes of the user. */
  readonly reads: (channelId: ChannelId | null) => void;
};

export const shownUnread = ({ state }: Pick<Client, 'state'>): ShownUnread => {
  const [read, setRead] = createSignal<ChannelId | null>(null);
  const told = createMemo(() => state().unread);
  const channels = createMemo(() => state().channels);
  const numbers = createMemo((): ClientState['unread'] => {
    const id = read();
    if (id === null || told()[id] === undefined) return told();
    const { [id]: _read, ...others } = told();
    return others;
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
    reads: setRead,
  };
};
