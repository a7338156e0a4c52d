import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { UserColumns, userColumns, userView } from '#queries/account/user-view.ts';
import type { Queries } from '#queries/queries.ts';
import { NOT_VISIBLE, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { LockdownRow, lockdownHolding, lockdownView } from '#queries/snapshot/guild-snapshot.ts';

const InvitedGuildRow = t.intersection([
  UserColumns,
  t.type({ name: t.string, member_count: t.number, lockdown: nullable(LockdownRow) }),
]);

/** Answers the name and size of a guild to the holder of an invite, with its inviter and whether a lockdown holds. */
export const invitedGuild =
  (deps: Pick<QueryDeps, 'models' | 'now'>): Queries['invitedGuild'] =>
  ({ guildId, inviterId }) =>
    pipe(
      deps.models.rows({
        name: 'invited-guild',
        row: InvitedGuildRow,
        sql: sql.fragment`
          SELECT ${throughOf([GUILD_DIRECTORY])}::text AS through, guild.name, guild.lockdown, ${inviterId}::text AS user_id, ${userColumns},
            (SELECT count(*)::int FROM read.member WHERE member.guild_id = guild.guild_id) AS member_count
          FROM read.guild LEFT JOIN read.account ON account.user_id = ${inviterId}
          WHERE guild.guild_id = ${guildId}`,
      }),
      TE.flatMap(([row]) =>
        row === undefined
          ? TE.left(NOT_VISIBLE)
          : TE.right({
              guildId,
              name: row.name,
              memberCount: row.member_count,
              inviter: userView(row),
              lockedDown: lockdownHolding(lockdownView(row.lockdown), deps.now()) !== null,
            }),
      ),
    );
