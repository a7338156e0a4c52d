import type { MadeRole } from '#commands/commands.ts';
import type * as guild from '#domain/guild/rejections.ts';
import { headerReasonInvalid, notFound, saysWhy, shared } from '#gateway/present/failures.ts';
import { type Explanation, explained, type Refusals } from '#gateway/present/refusals.ts';
import type { MemberRights, Role } from '#gateway/protocol/resources.ts';
import type { MemberRightsView, RoleView } from '#queries/queries.ts';

export const presentRole = (role: MadeRole | RoleView): Role => ({
  role_id: role.roleId,
  guild_id: role.guildId,
  name: role.name,
  color: role.color as Role['color'],
  hoist: role.hoist,
  mentionable: role.mentionable,
  permissions: role.permissions,
  rank: role.rank,
});

export const presentMemberRights = ({ roleIds, nickname, timedOutUntil }: MemberRightsView): MemberRights => ({
  role_ids: roleIds,
  nickname,
  timed_out_until: timedOutUntil,
});

const outranks = explained(
  'role_outranks_actor',
  'You can change and give only roles that rank below your highest role.',
);
const everyoneFixed: Explanation<unknown> = explained(
  'everyone_role_fixed',
  'Every member has the everyone-role, at the lowest rank. Only its permissions can be changed.',
);
const nameInvalid = saysWhy('role_name_invalid', 'name');
const colorInvalid = saysWhy('role_color_invalid', 'color');
const managing = {
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  RoleOutranksActor: outranks,
  AttemptReused: shared.AttemptReused,
};

export const createRoleRefusals: Refusals<guild.CreateRoleRejection> = {
  ...managing,
  RoleNameInvalid: nameInvalid,
  RoleColorInvalid: colorInvalid,
  TooManyRoles: {
    code: 'too_many_roles',
    explain: ({ max }) => ({ detail: `A guild has at most ${max} roles. Delete one that is no longer needed.` }),
  },
};

export const changeRoleRefusals: Refusals<guild.ChangeRoleRejection> = {
  ...managing,
  RoleNameInvalid: nameInvalid,
  RoleColorInvalid: colorInvalid,
  RoleUnknown: notFound,
  EveryoneRoleFixed: everyoneFixed,
};

export const deleteRoleRefusals: Refusals<guild.DeleteRoleRejection> = {
  ReasonInvalid: headerReasonInvalid,
  ...managing,
  RoleUnknown: notFound,
  EveryoneRoleFixed: everyoneFixed,
};

export const orderRolesRefusals: Refusals<guild.OrderRolesRejection> = {
  ...managing,
  RoleOrderInvalid: explained(
    'role_order_invalid',
    'Read the roles again and name each of them once, without the everyone-role.',
  ),
};

export const giveRoleRefusals: Refusals<guild.GiveRoleRejection> = {
  ...managing,
  MemberUnknown: notFound,
  OutranksActor: explained('outranks_actor', 'You can change the roles of members of a lower rank only.'),
  RoleUnknown: notFound,
  EveryoneRoleFixed: everyoneFixed,
};
