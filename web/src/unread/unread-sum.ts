/** Numbers of unread messages and mentions, for channels, guilds and the title of the window. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { Unread } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';

/** The largest number that is exact. The server counts to 100, so numbers above it are shown as `99+`. */
export const EXACT_MAX = 99;

export type UnreadSum = { readonly messages: number; readonly mentions: number };
export const NONE_UNREAD: UnreadSum = { messages: 0, mentions: 0 };

export const sumOf = (unread: ReadonlyArray<Unread>): UnreadSum =>
  unread.reduce(
    (sum, one) => ({ messages: sum.messages + one.unread, mentions: sum.mentions + one.mentions }),
    NONE_UNREAD,
  );

/** Answers the sum of each guild with unread messages. */
export const sumsByGuild = (
  channels: ClientState['channels'],
  unread: ClientState['unread'],
): ReadonlyMap<GuildId, UnreadSum> => {
  const guildOf = ({ channel_id: id }: Unread): GuildId | null => channels[id]?.guild_id ?? null;
  const sums = new Map<GuildId, UnreadSum>();
  for (const [guildId, ones] of Map.groupBy(Object.values(unread), guildOf)) {
    if (guildId !== null) sums.set(guildId, sumOf(ones));
  }
  return sums;
};

export const shownNumber = (n: number): string => (n > EXACT_MAX ? `${EXACT_MAX}+` : String(n));

/** Puts the number of mentions before a title: `(3) Night Owls`. A dot says that messages are unread. */
export const titleWith = ({ messages, mentions }: UnreadSum, title: string): string => {
  if (mentions > 0) return `(${shownNumber(mentions)}) ${title}`;
  return messages > 0 ? `• ${title}` : title;
};
