import type { Channel, GuildEntry } from '#gateway/protocol/resources.ts';

/** Lists the channels of an entry, each with its guild and its permissions. */
export const channelsIn = ({ guild: { guild_id }, sights }: GuildEntry): ReadonlyArray<Channel> =>
  sights.flatMap(({ permissions, channels }) => channels.map((head) => ({ ...head, guild_id, permissions })));
