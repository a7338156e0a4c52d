import type { Commands } from '#commands/commands.ts';
import { GuildId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { created, done, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { ORDER_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  changeRoleRefusals,
  createRoleRefusals,
  deleteRoleRefusals,
  giveRoleRefusals,
  orderRolesRefusals,
  presentRole,
} from '#gateway/present/role.ts';
import { ChangeRoleBody, CreateRoleBody, OrderRolesBody } from '#gateway/protocol/requests.ts';
import { Role, RoleList } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };
const ofRole = { ...inGuild, role_id: id(RoleId) };
const worn = { ...inGuild, user_id: id(UserId), role_id: id(RoleId) };
const limits = [perUser('changes_per_user')];

export const roleRoutes = (deps: {
  readonly commands: Pick<
    Commands,
    'createRole' | 'changeRole' | 'deleteRole' | 'orderRoles' | 'giveRole' | 'takeRole'
  >;
  readonly queries: Pick<Queries, 'roles'>;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'listRoles',
    method: 'GET',
    path: '/guilds/{guild_id}/roles',
    slice,
    says: 'The roles of a guild, from rank 0 up.',
    params: inGuild,
    ask: ({ params, ...asked }) => deps.queries.roles({ ...asked, guildId: params.guild_id }),
    answer: ok('The roles.', RoleList),
    present: (roles) => ({ roles: roles.map(presentRole) }),
  }),
  command({
    name: 'createRole',
    method: 'POST',
    path: '/guilds/{guild_id}/roles',
    slice,
    says: 'Makes a role at the lowest rank. Needs manage_roles and every permission that it gives.',
    params: inGuild,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, CreateRoleBody),
    run: ({ attempt, params, body }) => deps.commands.createRole({ ...attempt, guildId: params.guild_id, ...body }),
    refuse: createRoleRefusals,
    answer: created('The role.', Role),
    present: presentRole,
  }),
  command({
    name: 'orderRoles',
    method: 'PATCH',
    path: '/guilds/{guild_id}/roles',
    slice,
    says: 'Gives all roles their ranks, from rank 1 up. Needs manage_roles, and moves only roles below your own rank.',
    params: inGuild,
    limits,
    body: within(ORDER_BODY_BYTES_MAX, OrderRolesBody),
    run: ({ attempt, params, body }) =>
      deps.commands.orderRoles({ ...attempt, guildId: params.guild_id, order: body.order }),
    refuse: orderRolesRefusals,
    answer: done('Ordered.'),
  }),
  command({
    name: 'changeRole',
    method: 'PATCH',
    path: '/guilds/{guild_id}/roles/{role_id}',
    slice,
    says: 'Changes a role below your own rank. Needs manage_roles and every permission that it gives.',
    params: ofRole,
    limits,
    body: within(SMALL_BODY_BYTES_MAX, ChangeRoleBody),
    run: ({ attempt, params, body }) =>
      deps.commands.changeRole({ ...attempt, guildId: params.guild_id, roleId: params.role_id, ...body }),
    refuse: changeRoleRefusals,
    answer: done('Changed.'),
  }),
  command({
    name: 'deleteRole',
    method: 'DELETE',
    path: '/guilds/{guild_id}/roles/{role_id}',
    slice,
    says: 'Deletes a role below your own rank. An undo gives it back to all who had it. Needs manage_roles.',
    params: ofRole,
    limits,
    takesReason: true,
    run: ({ attempt, params, reason }) =>
      deps.commands.deleteRole({ ...attempt, guildId: params.guild_id, roleId: params.role_id, reason }),
    refuse: deleteRoleRefusals,
    answer: done('Deleted.'),
  }),
  command({
    name: 'giveRole',
    method: 'PUT',
    path: '/guilds/{guild_id}/members/{user_id}/roles/{role_id}',
    slice,
    says: 'Gives a member a role below your own rank. Needs manage_roles and a rank above the member.',
    params: worn,
    limits,
    run: ({ attempt, params }) =>
      deps.commands.giveRole({
        ...attempt,
        guildId: params.guild_id,
        userId: params.user_id,
        roleId: params.role_id,
      }),
    refuse: giveRoleRefusals,
    answer: done('Given.'),
  }),
  command({
    name: 'takeRole',
    method: 'DELETE',
    path: '/guilds/{guild_id}/members/{user_id}/roles/{role_id}',
    slice,
    says: 'Takes a role from a member. Needs the same as giving it.',
    params: worn,
    limits,
    run: ({ attempt, params }) =>
      deps.commands.takeRole({
        ...attempt,
        guildId: params.guild_id,
        userId: params.user_id,
        roleId: params.role_id,
      }),
    refuse: giveRoleRefusals,
    answer: done('Taken.'),
  }),
];
