import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MeColumns, meView, selectMe } from '#queries/account/me.ts';
import { channelView } from '#queries/channel/channel-view.ts';
import { GuildSeen } from '#queries/gate.ts';
import { guildView } from '#queries/guild/guild-view.ts';
import type { Queries } from '#queries/queries.ts';
import { asking, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { ChannelSeen, guildsOf, inChannel, listedChannels } from '#queries/visibility.ts';

/** What a client starts from, all of one moment. */
export const snapshot = (deps: QueryDeps): Queries['snapshot'] =>
  asking(deps, [GUILD_DIRECTORY], ({ viewer }) =>
    pipe(
      oneRow(deps.models, {
        name: 'snapshot',
        row: t.strict({
          through: t.bigint,
          me: t.union([MeColumns, t.null]),
          guilds: t.readonlyArray(GuildSeen),
          channels: t.readonlyArray(ChannelSeen),
        }),
        sql: sql.fragment`
          WITH progress AS MATERIALIZED (SELECT ${throughOf([GUILD_DIRECTORY])} AS through), seen AS MATERIALIZED (${guildsOf(viewer.userId)})
          SELECT
            (SELECT through FROM progress),
            ${selectMe(viewer.userId)} AS me,
            (SELECT coalesce(json_agg(seen ORDER BY seen.guild_id), '[]') FROM seen) AS guilds,
            (
              SELECT coalesce(json_agg(room ORDER BY room.listed), '[]')
              FROM (${listedChannels} WHERE guild_id IN (SELECT guild_id FROM seen)) AS room
            ) AS channels`,
      }),
      TE.flatMap(({ through, me, guilds, channels }) => {
        if (me === null) return TE.left(NOT_VISIBLE);
        const asker = { userId: viewer.userId, at: deps.now() };
        const ofGuild = Map.groupBy(channels, (channel) => channel.guild_id);
        return TE.right({
          through,
          value: {
            me: meView(me),
            guilds: guilds.map((guild) => ({
              ...guildView(guild, asker),
              channels: (ofGuild.get(guild.guild_id) ?? [])
                .filter((channel) => has(inChannel(guild, channel, asker), 'view_channel'))
                .map(channelView),
            })),
          },
        });
      }),
    ),
  );
