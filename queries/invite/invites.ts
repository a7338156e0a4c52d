import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, InviteId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { UserColumns, userColumns, userView } from '#queries/account/user-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindGuild } from '#queries/visibility.ts';

const InviteRow = t.intersection([
  UserColumns,
  t.type({
    invite_id: InviteId,
    channel_id: nullable(ChannelId),
    created_at: Instant,
    expires_at: nullable(Instant),
    max_uses: nullable(t.Integer),
    uses: t.Integer,
  }),
]);

/**
 * Answers the invites that let users in, newest first. A holder of `manage_guild` gets all of them, and another member
 * the invites that this member made. A channel that the viewer cannot see is left out of its invite.
 */
export const invites = (deps: QueryDeps): Queries['invites'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId, limit }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'invites',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`(
            SELECT coalesce(json_agg(page ORDER BY page.position DESC), '[]') FROM (
              SELECT
                invite.invite_id, invite.channel_id, invite.created_at, invite.expires_at,
                invite.max_uses, invite.uses, invite.position, invite.creator_id AS user_id, ${userColumns}
              FROM read.invite LEFT JOIN read.account ON account.user_id = invite.creator_id
              WHERE invite.guild_id = ${guildId} AND NOT invite.revoked
                AND (invite.expires_at IS NULL OR invite.expires_at > ${deps.now()})
                AND (invite.max_uses IS NULL OR invite.uses < invite.max_uses)
              ORDER BY invite.position DESC
            ) AS page
          )`,
          codec: t.readonlyArray(InviteRow),
        },
      ),
      TE.map(({ through, value: { guild, gate, payload } }) => {
        const all = has(gate.inGuild, 'manage_guild');
        const shown = payload.filter((row) => all || row.user_id === viewer.userId).slice(0, limit);
        // The gate knows no deleted channel, and would answer with the permissions in the guild.
        const inSight = (id: ChannelId): boolean =>
          guild.channel(id) !== undefined && has(gate.inChannel(id), 'view_channel');
        return {
          through,
          value: shown.map((row) => ({
            inviteId: row.invite_id,
            channelId: row.channel_id !== null && inSight(row.channel_id) ? row.channel_id : null,
            inviter: userView(row),
            createdAt: row.created_at,
            expiresAt: row.expires_at,
            maxUses: row.max_uses,
            uses: row.uses,
          })),
        };
      }),
    ),
  );
