import type { ChannelId } from '#domain/kernel/ids.ts';
import { has } from '#domain/permission/permission-set.ts';
import type { SeenGuilds } from '#queries/visibility.ts';

/** Finds the channels whose history the viewer may read now. Their threads have the same readers, and are not named. */
export const readableIn = ({ guilds }: Pick<SeenGuilds<unknown>, 'guilds'>): ReadonlySet<ChannelId> =>
  new Set(
    guilds.flatMap(({ guild, gate }) =>
      guild.channels
        .map(({ channelId }) => channelId)
        .filter((channelId) => {
          const permissions = gate.inChannel(channelId);
          return has(permissions, 'view_channel') && has(permissions, 'read_message_history');
        }),
    ),
  );
