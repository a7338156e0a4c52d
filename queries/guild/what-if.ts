import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { ChannelId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { userView } from '#queries/account/user-view.ts';
import { type Gate, gateOf } from '#queries/gate.ts';
import type { RightsChange, SightChangeView } from '#queries/governance-views.ts';
import { MemberClassRow, memberClasses } from '#queries/guild/member-classes.ts';
import { changedRights } from '#queries/guild/rights-change.ts';
import { SIGHT_CHANGES_NAMED_MAX } from '#queries/limits.ts';
import type { Queries, UserView } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import type { GuildSnapshot } from '#queries/snapshot/guild-snapshot.ts';
import { behindGuild } from '#queries/visibility.ts';

/** The member that a change names, who may gain an overwrite or roles by it. */
const memberIn = (change: RightsChange): UserId | null => {
  if (change.kind === 'member-roles') return change.userId;
  return change.kind === 'overwrite' && change.target.kind === 'member' ? change.target.userId : null;
};

const mayAsk = (guild: GuildSnapshot, gate: Gate, change: RightsChange): boolean => {
  if (!('channelId' in change)) return has(gate.inGuild, 'manage_roles');
  const set = gate.inChannel(change.channelId);
  return guild.channel(change.channelId) !== undefined && has(set, 'view_channel') && has(set, 'manage_roles');
};

/** Adds up classes of members for each channel. */
const tally = () => {
  const found = new Map<ChannelId, { readonly members: Array<UserView>; count: number }>();
  return {
    add: (channelId: ChannelId, { members, members_count }: MemberClassRow): void => {
      const so = found.get(channelId) ?? { members: [], count: 0 };
      so.members.push(...members.slice(0, SIGHT_CHANGES_NAMED_MAX - so.members.length).map(userView));
      so.count += members_count;
      found.set(channelId, so);
    },
    count: () => found.size,
    views: (): ReadonlyArray<SightChangeView> =>
      [...found]
        .slice(0, SIGHT_CHANGES_NAMED_MAX)
        .map(([channelId, { members, count }]) => ({ channelId, members, membersCount: count })),
  };
};

/**
 * Answers who would gain or lose sight of which channels by a change of rights. It resolves each class of members before
 * and after the change, in the channels that the viewer sees. A time-out takes no sight, so it is left out.
 */
export const whatIf = (deps: QueryDeps): Queries['whatIf'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId, change }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'what-if',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: memberClasses(sql.fragment`${guildId}`, memberIn(change)),
          codec: t.readonlyArray(MemberClassRow),
        },
      ),
      TE.flatMap(({ through, value: { guild, gate, payload } }) => {
        if (!mayAsk(guild, gate, change)) return TE.left(NOT_VISIBLE);
        const inSight = guild.channels.filter(({ channelId }) => has(gate.inChannel(channelId), 'view_channel'));
        const at = deps.now();
        const after = changedRights(guild, change);
        const [gains, loses] = [tally(), tally()];
        for (const one of payload) {
          const [first] = one.members;
          if (first === undefined) continue;
          const userId = first.user_id;
          const gateWith = (rights: typeof after, roleIds: ReadonlyArray<RoleId>) =>
            gateOf(rights, { userId, member: { roleIds, timedOutUntil: null }, at });
          const before = gateWith(guild.rights, one.role_ids);
          const given = change.kind === 'member-roles' && change.userId === userId ? change.roleIds : one.role_ids;
          const then = gateWith(after, given);
          for (const { channelId } of inSight) {
            const saw = has(before.inChannel(channelId), 'view_channel');
            const sees = has(then.inChannel(channelId), 'view_channel');
            if (saw !== sees) (sees ? gains : loses).add(channelId, one);
          }
        }
        return TE.right({
          through,
          value: {
            gains: gains.views(),
            gainsCount: gains.count(),
            loses: loses.views(),
            losesCount: loses.count(),
          },
        });
      }),
    ),
  );
