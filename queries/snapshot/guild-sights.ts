import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { UserId } from '#domain/kernel/ids.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { GuildSights, MemberRightsView, Queries, QueryFailure } from '#queries/queries.ts';
import { oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { guildSight } from '#queries/snapshot/guild-sight.ts';
import { SnapshotRow, snapshotOfGuild, stampOfGuild } from '#queries/snapshot/guild-snapshot.ts';
import { MemberRow, memberFacts, memberRights, snapshotFor } from '#queries/visibility.ts';

const Row = t.strict({
  through: t.bigint,
  guild: nullable(t.strict({ stamp: t.string, snapshot: nullable(SnapshotRow) })),
  members: t.readonlyArray(t.strict({ user_id: UserId, member: MemberRow })),
});

/** Members with equal facts and one gate have the same sight. */
const factsText = ({ roleIds, nickname, timedOutUntil }: MemberRightsView): string =>
  JSON.stringify([roleIds, nickname, timedOutUntil]);

/** Answers how each of these viewers sees one guild. Users who are no members are left out. */
export const guildSights =
  (deps: QueryDeps): Queries['guildSights'] =>
  ({ guildId, viewers }) => {
    const ask = (whole: boolean): TE.TaskEither<QueryFailure, GuildSights> =>
      pipe(
        oneRow(deps.models, {
          name: 'guild-sights',
          row: Row,
          sql: sql.fragment`
            SELECT
              ${throughOf([GUILD_DIRECTORY])} AS through,
              (
                SELECT json_build_object(
                  'stamp', ${stampOfGuild},
                  'snapshot', CASE WHEN ${whole}::boolean THEN ${snapshotOfGuild} END
                )
                FROM read.guild WHERE guild_id = ${guildId}
              ) AS guild,
              (
                SELECT coalesce(json_agg(json_build_object('user_id', user_id, 'member', ${memberFacts})), '[]')
                FROM read.member WHERE guild_id = ${guildId} AND user_id = ANY(${sql.array([...viewers], 'text')})
              ) AS members`,
        }),
        TE.flatMap(({ through, guild: row, members }) => {
          if (row === null) return TE.right({ through, sights: [] });
          const found = snapshotFor(deps, { guild_id: guildId, ...row });
          if (E.isLeft(found)) return TE.left(found.left);
          const guild = found.right;
          if (guild === undefined) return ask(true);
          const at = deps.now();
          const seen = members.map(({ user_id: userId, member: facts }) => {
            const member = memberRights(facts);
            return { userId, member, gate: guild.gate({ userId, member, at }) };
          });
          const sights = [...Map.groupBy(seen, ({ gate }) => gate).values()].flatMap((alike) =>
            [...Map.groupBy(alike, ({ member }) => factsText(member)).values()].flatMap((same) =>
              same.slice(0, 1).map(({ userId, member }) => ({
                viewers: same.map((one) => one.userId),
                sight: guildSight(guild, { userId, member, at }),
              })),
            ),
          );
          return TE.right({ through, sights });
        }),
      );
    return ask(false);
  };
