import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MeColumns, meView, selectMe } from '#queries/account/me.ts';
import { GuildRow, ownGate } from '#queries/gate.ts';
import type { NotVisible, Queries, QueryFailure, ReadyView } from '#queries/queries.ts';
import { type FoundValue, makeQuery, NOT_VISIBLE, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { guildSight } from '#queries/snapshot/guild-sight.ts';
import { packed } from '#queries/snapshot/packed.ts';
import { guildsOf, listedChannels } from '#queries/visibility.ts';

/** Row of `ready`: one for each guild of the viewer, or one without a guild. */
const Row = t.strict({
  through: t.bigint,
  me: nullable(MeColumns),
  guild: nullable(GuildRow),
  channels: nullable(t.string),
});

/**
 * Answers the snapshot that a client starts from: the viewer, and each guild with the channels that the viewer sees.
 */
export const ready = (deps: QueryDeps): Queries['ready'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer: { userId } }) =>
    pipe(
      deps.models.rows({
        name: 'ready',
        row: Row,
        sql: sql.fragment`
          WITH
            progress AS MATERIALIZED (SELECT ${throughOf([GUILD_DIRECTORY])} AS through),
            seen AS MATERIALIZED (${guildsOf(userId)}),
            rooms AS (
              SELECT room.guild_id, ${packed} AS channels
              FROM (${listedChannels} WHERE guild_id IN (SELECT guild_id FROM seen)) AS room
              GROUP BY room.guild_id
            ),
            me AS MATERIALIZED (SELECT ${selectMe(userId)} AS me)
          SELECT
            progress.through, me.me, rooms.channels,
            CASE WHEN seen.guild_id IS NOT NULL THEN to_json(seen) END AS guild
          FROM progress CROSS JOIN me LEFT JOIN seen ON true LEFT JOIN rooms ON rooms.guild_id = seen.guild_id
          ORDER BY seen.guild_id`,
      }),
      TE.flatMapEither((rows): E.Either<NotVisible | QueryFailure, FoundValue<ReadyView>> => {
        const [first] = rows;
        if (first === undefined || first.me === null) return E.left(NOT_VISIBLE);
        const me = meView(first.me);
        const asker = { userId, at: deps.now() };
        return pipe(
          rows.flatMap(({ guild, channels }) => (guild === null ? [] : [{ guild, channels }])),
          RA.traverse(E.Applicative)(({ guild, channels }) => guildSight(guild, channels, ownGate(guild, asker))),
          E.map((guilds) => ({ through: first.through, value: { me, guilds } })),
        );
      }),
    ),
  );
