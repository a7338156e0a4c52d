import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { RoleId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { UserColumns, userColumns, userView } from '#queries/account/user-view.ts';
import type { Queries } from '#queries/queries.ts';
import { type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { MemberRow, memberFacts, memberRights } from '#queries/visibility.ts';

const Row = t.intersection([
  UserColumns,
  t.type({
    through: t.bigint,
    joined_at: Instant,
    owner_id: UserId,
    member: MemberRow,
    roles: t.readonlyArray(RoleId),
  }),
]);

/** Answers members as dispatches show them, with the roles that are in use. */
export const memberViews =
  (deps: Pick<QueryDeps, 'models'>): Queries['memberViews'] =>
  ({ guildId, users }) =>
    pipe(
      deps.models.rows({
        name: 'member-views',
        row: Row,
        sql: sql.fragment`
          SELECT
            ${throughOf([GUILD_DIRECTORY])} AS through,
            member.user_id, member.joined_at, guild.owner_id, ${memberFacts} AS member, ${userColumns},
            (
              SELECT coalesce(json_agg(role_id), '[]') FROM read.role
              WHERE role.guild_id = member.guild_id AND NOT role.deleted
            ) AS roles
          FROM read.member JOIN read.guild USING (guild_id) LEFT JOIN read.account ON account.user_id = member.user_id
          WHERE member.guild_id = ${guildId} AND member.user_id = ANY(${sql.array([...users], 'text')})
          ORDER BY member.user_id`,
      }),
      TE.map((rows) =>
        rows.map((row) => {
          const rights = memberRights(row.member);
          return {
            ...userView(row),
            ...rights,
            roleIds: rights.roleIds.filter((id) => row.roles.includes(id)),
            joinedAt: row.joined_at,
            owner: row.user_id === row.owner_id,
          };
        }),
      ),
    );
