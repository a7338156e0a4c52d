import type { MemberRights, Role } from '#gateway/protocol/resources.ts';
import type { MemberRightsView, RoleView } from '#queries/queries.ts';

export const presentRole = (view: RoleView): Role => ({
  role_id: view.roleId,
  guild_id: view.guildId,
  name: view.name,
  color: view.color as Role['color'],
  hoist: view.hoist,
  mentionable: view.mentionable,
  permissions: view.permissions,
  rank: view.rank,
});

export const presentMemberRights = ({ roleIds, nickname, timedOutUntil }: MemberRightsView): MemberRights => ({
  role_ids: roleIds,
  nickname,
  timed_out_until: timedOutUntil,
});
