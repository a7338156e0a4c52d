import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId } from '#domain/kernel/ids.ts';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { has } from '#domain/permission/permission-set.ts';
import type { ChannelRights } from '#domain/permission/question.ts';
import { resolve, stepsAbout } from '#domain/permission/resolve.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { channelRights, memberRights, type Rights } from '#queries/gate.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindGuild, MemberRow, memberFacts, memberView } from '#queries/visibility.ts';

/** Rights in a channel, or in the threads of it. */
const rightsIn = (rights: Rights, channelId: ChannelId, isThread: boolean): ChannelRights =>
  isThread ? { ...channelRights(rights, channelId), isThread } : channelRights(rights, channelId);

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
          payload: sql.fragment`json_build_object(
            'member', (SELECT ${memberFacts} FROM read.member WHERE guild_id = ${guildId} AND user_id = ${userId}),
            'parent', (
              SELECT parent_id FROM read.thread
              WHERE channel_id = ${channelId ?? ''} AND guild_id = ${guildId} AND deleted_at IS NULL
            )
          )`,
          codec: t.strict({ member: nullable(MemberRow), parent: nullable(ChannelId) }),
        },
      ),
      TE.flatMap(({ through, value: { guild, gate, payload } }) => {
        const { member, parent } = payload;
        if (member === null) return TE.left(NOT_VISIBLE);
        if (userId !== viewer.userId && !has(gate.inGuild, 'manage_roles')) return TE.left(NOT_VISIBLE);
        // A thread is seen by the viewers of its parent.
        const seenWith = parent ?? channelId;
        if (seenWith !== null) {
          const there = guild.channel(seenWith) !== undefined && has(gate.inChannel(seenWith), 'view_channel');
          if (!there) return TE.left(NOT_VISIBLE);
        }
        const { permissions, because } = resolve({
          guild: guild.rights.guild,
          userId,
          member: memberRights(guild.rights, memberView(guild, member)),
          channel: seenWith === null ? null : rightsIn(guild.rights, seenWith, parent !== null),
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
