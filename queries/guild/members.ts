import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { Instant } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { UserColumns, userColumns, userView } from '#queries/account/user-view.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuild, MemberRow, memberFacts, memberView } from '#queries/visibility.ts';

const MemberListRow = t.intersection([UserColumns, t.type({ joined_at: Instant, member: MemberRow })]);

/** True where a name, or a word in it, begins with the asked one. Letters of both cases are alike. */
const beginsWith = (asked: string | null, name: Sql): Sql =>
  sql.fragment`strpos(' ' || translate(lower(${name}), '._-', '   '), ' ' || translate(lower(${asked}::text), '._-', '   ')) > 0`;

/** True for a member with such a name, and for every member when no name is asked for. */
const isNamed = (asked: string | null): Sql => sql.fragment`(
  ${asked}::text IS NULL
  OR ${beginsWith(asked, sql.fragment`member.nickname`)}
  OR ${beginsWith(asked, sql.fragment`(SELECT username FROM read.account WHERE account.user_id = member.user_id)`)}
)`;

/** Answers a page of the members of a guild, in the order of their ids. */
export const members = (deps: QueryDeps): Queries['members'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId, limit, after, name }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'members',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`(
            SELECT coalesce(json_agg(page ORDER BY page.user_id), '[]') FROM (
              SELECT member.user_id, member.joined_at, ${memberFacts} AS member, ${userColumns}
              FROM (
                SELECT guild_id, user_id, nickname, joined_at FROM read.member
                WHERE guild_id = ${guildId} AND user_id > ${after ?? ''} AND ${isNamed(name ?? null)}
                ORDER BY user_id LIMIT ${limit + 1}
              ) AS member
              LEFT JOIN read.account ON account.user_id = member.user_id
            ) AS page
          )`,
          codec: t.readonlyArray(MemberListRow),
        },
      ),
      TE.map(({ through, value: { guild, payload } }) => {
        const page = payload.slice(0, limit);
        return {
          through,
          value: {
            members: page.map((row) => ({
              ...userView(row),
              ...memberView(guild, row.member),
              joinedAt: row.joined_at,
              owner: row.user_id === guild.ownerId,
            })),
            nextAfter: payload.length > limit ? (page.at(-1)?.user_id ?? null) : null,
          },
        };
      }),
    ),
  );
