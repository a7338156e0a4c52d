import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { OverwriteTarget } from '#domain/channel/events.ts';
import { isMember } from '#domain/guild/member-state.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import { guildStream, memberStream } from '#domain/kernel/stream.ts';
import { type Rank, rankOf } from '#domain/permission/hierarchy.ts';

/** Rank of a target. `isThere` is false for a role that is deleted, and for a user who is no member. */
export type TargetRank = { readonly rank: Rank; readonly isThere: boolean };

/** The target of an overwrite that the guild never had. It stands in nobody's way. */
const GONE: TargetRank = { rank: 0, isThere: false };

/** Reads the rank of a role or a member. A deleted role keeps its rank, because it may be restored. */
export const targetRank =
  ({ folds }: Capabilities) =>
  (home: Home, target: OverwriteTarget): TE.TaskEither<StoreUnavailable, TargetRank> => {
    const guildId = guildOf(home);
    if (guildId === null) return TE.right(GONE);
    return pipe(
      folds.guild.read(guildStream(guildId)),
      TE.flatMap(({ state: guild }): TE.TaskEither<StoreUnavailable, TargetRank> => {
        if (guild.kind !== 'Present') return TE.right(GONE);
        if (target.kind === 'role') {
          const role = guild.roles.get(target.roleId);
          const rank = (role ?? guild.deletedRoles.get(target.roleId))?.rank ?? 0;
          return TE.right({ rank, isThere: role !== undefined });
        }
        const { userId } = target;
        return pipe(
          folds.member.read(memberStream(guildId, userId)),
          TE.map(({ state: member }) => ({
            rank: rankOf(guild, { userId, roleIds: member.roleIds }),
            isThere: isMember(guild, member, userId),
          })),
        );
      }),
    );
  };
