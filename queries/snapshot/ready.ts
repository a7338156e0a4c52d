import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MeColumns, meView, selectMe } from '#queries/account/me.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { GuildSight, NotVisible, Queries, QueryFailure, ReadyView } from '#queries/queries.ts';
import { type FoundValue, makeQuery, NOT_VISIBLE, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { guildSight } from '#queries/snapshot/guild-sight.ts';
import { GuildRow, guildsOf, memberRights, snapshotFor } from '#queries/visibility.ts';

/** Row of `ready`: one for each guild of the viewer, or one without a guild. */
const Row = t.strict({ through: t.bigint, me: nullable(MeColumns), guild: nullable(GuildRow) });

/** Guilds whose snapshots a statement reads. */
type Wanted = ReadonlyArray<GuildId> | 'all';

const statement = (userId: UserId, wanted: Wanted): Sql => {
  const ids = sql.array(wanted === 'all' ? [] : [...wanted], 'text');
  const isWanted = sql.fragment`(${wanted === 'all'}::boolean OR guild.guild_id = ANY(${ids}))`;
  return sql.fragment`
    WITH
      progress AS MATERIALIZED (SELECT ${throughOf([GUILD_DIRECTORY])} AS through),
      seen AS MATERIALIZED (${guildsOf(userId, isWanted)}),
      me AS MATERIALIZED (SELECT ${selectMe(userId)} AS me)
    SELECT progress.through, me.me, CASE WHEN seen.guild_id IS NOT NULL THEN to_json(seen) END AS guild
    FROM progress CROSS JOIN me LEFT JOIN seen ON true
    ORDER BY seen.guild_id`;
};

/**
 * Answers the snapshot that a client starts from: the viewer, and each guild with the channels that the viewer sees. It
 * asks again for the guilds that are not in memory. One that changed meanwhile makes it ask for all, so it asks at most
 * three times.
 */
export const ready = (deps: QueryDeps): Queries['ready'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer: { userId } }) => {
    const ask = (wanted: Wanted): TE.TaskEither<NotVisible | QueryFailure, FoundValue<ReadyView>> =>
      pipe(
        deps.models.rows({ name: 'ready', row: Row, sql: statement(userId, wanted) }),
        TE.flatMap((rows): TE.TaskEither<NotVisible | QueryFailure, FoundValue<ReadyView>> => {
          const [first] = rows;
          if (first === undefined || first.me === null) return TE.left(NOT_VISIBLE);
          const at = deps.now();
          const guilds: GuildSight[] = [];
          const missing: GuildId[] = [];
          for (const { guild: row } of rows) {
            if (row === null) continue;
            const found = snapshotFor(deps, row);
            if (E.isLeft(found)) return TE.left(found.left);
            const guild = found.right;
            if (guild === undefined) missing.push(row.guild_id);
            else guilds.push(guildSight(guild, { userId, member: memberRights(row.member), at }));
          }
          if (missing.length > 0) return ask(wanted.length === 0 ? missing : 'all');
          return TE.right({ through: first.through, value: { me: meView(first.me), guilds } });
        }),
      );
    return ask([]);
  });
