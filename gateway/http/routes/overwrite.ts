import type { Commands } from '#commands/commands.ts';
import type { OverwriteTarget } from '#domain/channel/events.ts';
import { RoleId, UserId } from '#domain/kernel/ids.ts';
import { done, type Endpoint, perUser, within } from '#gateway/http/endpoint.ts';
import { command } from '#gateway/http/route-kinds.ts';
import { channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { removeOverwriteRefusals, setOverwriteRefusals, syncChannelRefusals } from '#gateway/present/channel.ts';
import { OverwriteBody } from '#gateway/protocol/requests.ts';
import { id } from '#gateway/protocol/wire.ts';

const slice = 'channel';
const limits = [perUser('changes_per_user')];
const SET = 'Allows and denies permissions in a channel, in place of an earlier overwrite. Needs manage_roles there.';
const REMOVE = 'Removes an overwrite from a channel. Needs manage_roles there.';

const roleTarget = (roleId: RoleId): OverwriteTarget => ({ kind: 'role', roleId });
const memberTarget = (userId: UserId): OverwriteTarget => ({ kind: 'member', userId });

/** Routes of the overwrites of a channel, its own and those of its category. */
export const overwriteRoutes = (deps: {
  readonly commands: Pick<Commands, 'setOverwrite' | 'removeOverwrite' | 'syncChannel'>;
}): ReadonlyArray<Endpoint> => [
  command({
    name: 'setRoleOverwrite',
    method: 'PUT',
    path: '/channels/{channel_id}/overwrites/role/{role_id}',
    slice,
    says: SET,
    params: { ...inChannel, role_id: id(RoleId) },
    limits,
    body: within(SMALL_BODY_BYTES_MAX, OverwriteBody),
    run: ({ attempt, params, body }) =>
      deps.commands.setOverwrite({ ...attempt, ...channelOf(params), target: roleTarget(params.role_id), ...body }),
    refuse: setOverwriteRefusals,
    answer: done('Set.'),
  }),
  command({
    name: 'setMemberOverwrite',
    method: 'PUT',
    path: '/channels/{channel_id}/overwrites/member/{user_id}',
    slice,
    says: SET,
    params: { ...inChannel, user_id: id(UserId) },
    limits,
    body: within(SMALL_BODY_BYTES_MAX, OverwriteBody),
    run: ({ attempt, params, body }) =>
      deps.commands.setOverwrite({ ...attempt, ...channelOf(params), target: memberTarget(params.user_id), ...body }),
    refuse: setOverwriteRefusals,
    answer: done('Set.'),
  }),
  command({
    name: 'removeRoleOverwrite',
    method: 'DELETE',
    path: '/channels/{channel_id}/overwrites/role/{role_id}',
    slice,
    says: REMOVE,
    params: { ...inChannel, role_id: id(RoleId) },
    limits,
    run: ({ attempt, params }) =>
      deps.commands.removeOverwrite({ ...attempt, ...channelOf(params), target: roleTarget(params.role_id) }),
    refuse: removeOverwriteRefusals,
    answer: done('Removed.'),
  }),
  command({
    name: 'removeMemberOverwrite',
    method: 'DELETE',
    path: '/channels/{channel_id}/overwrites/member/{user_id}',
    slice,
    says: REMOVE,
    params: { ...inChannel, user_id: id(UserId) },
    limits,
    run: ({ attempt, params }) =>
      deps.commands.removeOverwrite({ ...attempt, ...channelOf(params), target: memberTarget(params.user_id) }),
    refuse: removeOverwriteRefusals,
    answer: done('Removed.'),
  }),
  command({
    name: 'syncChannel',
    method: 'PUT',
    path: '/channels/{channel_id}/sync',
    slice,
    says: 'Gives a channel the overwrites of its category, also later ones. Needs manage_roles there.',
    params: inChannel,
    limits,
    run: ({ attempt, params }) => deps.commands.syncChannel({ ...attempt, ...channelOf(params) }),
    refuse: syncChannelRefusals,
    answer: done('Synced.'),
  }),
];
