import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { UserId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { GuildFacts, gateOf, MemberRow, OverwriteRow, rightsOf } from '#queries/gate.ts';
import type { Queries } from '#queries/queries.ts';
import { oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { guildSight } from '#queries/snapshot/guild-sight.ts';
import { packed } from '#queries/snapshot/packed.ts';
import { guildFacts, listedChannels, memberRights, overwritesOfGuild } from '#queries/visibility.ts';

const Member = t.strict({ user_id: UserId, member: MemberRow });
type Member = t.TypeOf<typeof Member>;

const Row = t.strict({
  through: t.bigint,
  guild: nullable(GuildFacts),
  overwrites: t.readonlyArray(OverwriteRow),
  members: t.readonlyArray(Member),
  channels: nullable(t.string),
});

/**
 * Names the class of a member. Members of one class have the same roles and so the same sight. The owner and each
 * member with an own overwrite form a class alone.
 */
const classOf = ({ guild, overwrites }: t.TypeOf<typeof Row>, { user_id, member }: Member, at: Instant): string => {
  const own = guild?.owner_id === user_id || overwrites.some((one) => one.user_id === user_id);
  if (own) return user_id;
  const timedOut = member.timed_out_until !== null && millisOf(at) < millisOf(member.timed_out_until);
  return [timedOut, ...member.role_ids.toSorted()].join();
};

/** Answers how each of these viewers sees one guild, in one statement. Users who are no members are left out. */
export const guildSights =
  (deps: QueryDeps): Queries['guildSights'] =>
  ({ guildId, viewers }) =>
    pipe(
      oneRow(deps.models, {
        name: 'guild-sights',
        row: Row,
        sql: sql.fragment`
          SELECT
            ${throughOf([GUILD_DIRECTORY])} AS through,
            (SELECT to_json(facts) FROM (${guildFacts} FROM read.guild WHERE guild_id = ${guildId}) AS facts) AS guild,
            ${overwritesOfGuild} AS overwrites,
            (
              SELECT coalesce(json_agg(json_build_object('user_id', user_id, 'member', ${memberRights})), '[]')
              FROM read.member WHERE guild_id = ${guildId} AND user_id = ANY(${sql.array([...viewers], 'text')})
            ) AS members,
            (SELECT ${packed} FROM (${listedChannels} WHERE guild_id = ${guildId}) AS room) AS channels`,
      }),
      TE.flatMapEither((row) => {
        const { guild, through } = row;
        if (guild === null) return E.right({ through, sights: [] });
        const at = deps.now();
        const rights = rightsOf(guild, row.overwrites);
        const classes = Map.groupBy(row.members, (member) => classOf(row, member, at));
        return pipe(
          [...classes.values()].flatMap((members) => members.slice(0, 1).map((one) => ({ one, members }))),
          RA.traverse(E.Applicative)(({ one, members }) =>
            pipe(
              guildSight(guild, row.channels, gateOf(rights, { userId: one.user_id, member: one.member, at })),
              E.map((sight) => ({ viewers: members.map(({ user_id }) => user_id), sight })),
            ),
          ),
          E.map((sights) => ({ through, sights })),
        );
      }),
    );
