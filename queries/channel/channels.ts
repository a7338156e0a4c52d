import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { channelView } from '#queries/channel/channel-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuild, ChannelRow, listedChannels } from '#queries/visibility.ts';

/** Answers the channels of a guild that the viewer may see, in the order of the guild's list. */
export const channels = (deps: QueryDeps): Queries['channels'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'channels',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`(
            SELECT coalesce(json_agg(seen ORDER BY seen.listed), '[]')
            FROM (${listedChannels} WHERE guild_id = ${guildId}) AS seen
          )`,
          codec: t.readonlyArray(ChannelRow),
        },
      ),
      TE.map(({ through, value: { gate, payload } }) => {
        const seen = payload.map((channel) => ({ channel, permissions: gate.inChannel(channel.channel_id) }));
        const visible = seen.filter(({ permissions }) => has(permissions, 'view_channel'));
        return { through, value: visible.map(({ channel, permissions }) => channelView(channel, permissions)) };
      }),
    ),
  );
