import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { sql } from 'slonik';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { has } from '#domain/permission/permission-set.ts';
import { resolve, stepsAbout } from '#domain/permission/resolve.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { channelRights, memberRights } from '#queries/gate.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindGuild, MemberRow, memberFacts, memberView } from '#queries/visibility.ts';

/**
 * Explains each permission of a member, in a channel or in the guild itself. It answers yes or no, with the steps of
 * the resolver that led there. Members may ask about themselves. Other viewers need `manage_roles`. A channel that the
 * viewer cannot see is as unknown as one that never was.
 */
export const explain = (deps: QueryDeps): Queries['explain'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId, userId, channelId }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'explain',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`(
            SELECT ${memberFacts} FROM read.member WHERE guild_id = ${guildId} AND user_id = ${userId}
          )`,
          codec: nullable(MemberRow),
        },
      ),
      TE.flatMap(({ through, value: { guild, gate, payload } }) => {
        if (payload === null) return TE.left(NOT_VISIBLE);
        if (userId !== viewer.userId && !has(gate.inGuild, 'manage_roles')) return TE.left(NOT_VISIBLE);
        if (channelId !== null) {
          const there = guild.channel(channelId) !== undefined && has(gate.inChannel(channelId), 'view_channel');
          if (!there) return TE.left(NOT_VISIBLE);
        }
        const { permissions, because } = resolve({
          guild: guild.rights.guild,
          userId,
          member: memberRights(guild.rights, memberView(guild, payload)),
          channel: channelId === null ? null : channelRights(guild.rights, channelId),
          at: deps.now(),
        });
        return TE.right({
          through,
          value: PERMISSIONS.map((permission) => ({
            permission,
            allowed: has(permissions, permission),
            because: stepsAbout(because, permission).map(({ kind, roleId, gives }) => ({
              kind,
              roleId,
              gives: has(gives, permission),
            })),
          })),
        });
      }),
    ),
  );
