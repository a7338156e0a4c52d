/** Makes the rights of a guild as they would be after a change. It copies what changes and shares the rest. */
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { withOverwrite } from '#domain/permission/overwrite-changes.ts';
import { permissionSet } from '#domain/permission/permission-set.ts';
import type { ChannelRights } from '#domain/permission/question.ts';
import { channelRights, type Rights } from '#queries/gate.ts';
import type { RightsChange } from '#queries/governance-views.ts';
import type { GuildSnapshot } from '#queries/snapshot/guild-snapshot.ts';

const withOverwrites = (rights: Rights, ids: ReadonlyArray<ChannelId>, overwrites: Overwrites): Rights => {
  const changed: ChannelRights = { overwrites };
  return { ...rights, ofChannels: new Map([...rights.ofChannels, ...ids.map((id) => [id, changed] as const)]) };
};

/**
 * Makes the rights after a change. Ranks and the roles of one member are no part of these rights, so such a change
 * leaves them as they are.
 */
export const changedRights = ({ rights, channels, channel }: GuildSnapshot, change: RightsChange): Rights => {
  const { guild } = rights;
  switch (change.kind) {
    case 'role': {
      const role = guild.roles.get(change.roleId);
      if (role === undefined) return rights;
      const permissions = permissionSet(change.permissions);
      return {
        ...rights,
        guild: { ...guild, roles: new Map([...guild.roles, [role.roleId, { ...role, permissions }]]) },
      };
    }
    case 'role-deleted':
      return {
        ...rights,
        guild: { ...guild, roles: new Map([...guild.roles].filter(([id]) => id !== change.roleId)) },
      };
    case 'overwrite': {
      // Channels that follow a category change with it.
      const followers = channels.filter(({ syncedWith }) => syncedWith === change.channelId);
      const ids = [change.channelId, ...followers.map(({ channelId }) => channelId)];
      const overwrite = { allow: permissionSet(change.allow), deny: permissionSet(change.deny) };
      const { overwrites } = channelRights(rights, change.channelId);
      return withOverwrites(rights, ids, withOverwrite(overwrites, change.target, overwrite));
    }
    case 'synced': {
      const parentId = channel(change.channelId)?.parentId ?? null;
      if (parentId === null) return rights;
      return withOverwrites(rights, [change.channelId], channelRights(rights, parentId).overwrites);
    }
    case 'role-order':
    case 'member-roles':
      return rights;
  }
};
