import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GuildId, UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { guildView, LockdownRow, lockdownView } from '#queries/snapshot/guild-snapshot.ts';

const Listed = t.strict({
  guild_id: GuildId,
  name: t.string,
  owner_id: UserId,
  created_at: Instant,
  lockdown: nullable(LockdownRow),
});

/** Answers the guilds of the viewer, in the order they were made. */
export const guilds = (deps: QueryDeps): Queries['guilds'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer }) =>
    pipe(
      oneRow(deps.models, {
        name: 'guilds',
        row: t.strict({ through: t.bigint, guilds: t.readonlyArray(Listed) }),
        sql: sql.fragment`
          SELECT ${throughOf([GUILD_DIRECTORY])} AS through, (
            SELECT coalesce(json_agg(seen ORDER BY seen.guild_id), '[]') FROM (
              SELECT guild.guild_id, guild.name, guild.owner_id, guild.created_at, guild.lockdown
              FROM read.member JOIN read.guild USING (guild_id) WHERE member.user_id = ${viewer.userId}
            ) AS seen
          ) AS guilds`,
      }),
      TE.map(({ through, guilds: rows }) => {
        const at = deps.now();
        const value = rows.map((row) =>
          guildView(
            {
              guildId: row.guild_id,
              name: row.name,
              ownerId: row.owner_id,
              createdAt: row.created_at,
              lockdown: lockdownView(row.lockdown),
            },
            at,
          ),
        );
        return { through, value };
      }),
    ),
  );
