import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { keyedStatements, type RowOp } from '#projections/engine/keyed-rows.ts';
import { type TableProjector, tableModel } from '#projections/engine/projector.ts';
import {
  type AccountRow,
  type ChannelListingRow,
  type ChannelRow,
  GUILD_DIRECTORY,
  type GuildRow,
  type MemberRow,
  type RoleRow,
  type ServerOwnerRow,
} from '#projections/guild-directory/model.ts';
import * as table from '#projections/guild-directory/tables.ts';

type DirectoryOp =
  | { readonly of: 'guild'; readonly to: RowOp<GuildRow> }
  | { readonly of: 'role'; readonly to: RowOp<RoleRow> }
  | { readonly of: 'channel'; readonly to: RowOp<ChannelRow> }
  | { readonly of: 'listing'; readonly to: RowOp<ChannelListingRow> }
  | { readonly of: 'member'; readonly to: RowOp<MemberRow> }
  | { readonly of: 'account'; readonly to: RowOp<AccountRow> }
  | { readonly of: 'owner'; readonly to: RowOp<ServerOwnerRow> };

const removeGuild = (guildId: GuildId, before: Position): ReadonlyArray<DirectoryOp> => {
  const inside = { op: 'remove-all', where: 'guild_id', is: guildId, before } as const;
  return [
    { of: 'guild', to: { op: 'remove', key: { guild_id: guildId } } },
    { of: 'role', to: inside },
    { of: 'channel', to: inside },
    { of: 'listing', to: inside },
    { of: 'member', to: inside },
  ];
};
const removeChannel = (channelId: ChannelId): DirectoryOp => ({
  of: 'channel',
  to: { op: 'remove', key: { channel_id: channelId } },
});
const removeMember = (guildId: GuildId, userId: UserId): DirectoryOp => ({
  of: 'member',
  to: { op: 'remove', key: { guild_id: guildId, user_id: userId } },
});
const putAccount = (row: Omit<AccountRow, 'username'> & { readonly username: Erasable<string> }): DirectoryOp => ({
  of: 'account',
  to: { op: 'put', row: { ...row, username: isErased(row.username) ? null : row.username } },
});

/**
 * Hides what stands on a stream that can no longer be read. A guild or channel that may have been closed is
 * gone, a member who may have been removed is out; a name that cannot be read is treated as erased.
 */
const hide = (stream: string, position: Position): ReadonlyArray<DirectoryOp> => {
  const [kind, first, second] = stream.split('-');
  if (first === undefined) return [];
  // The parts of a stream's name are the ids it was made from.
  if (kind === 'guild') return removeGuild(first as GuildId, position);
  if (kind === 'channel') return [removeChannel(first as ChannelId)];
  if (kind === 'member' && second !== undefined) return [removeMember(first as GuildId, second as UserId)];
  if (kind === 'user') {
    return [{ of: 'account', to: { op: 'amend', key: { user_id: first as UserId }, change: { username: null } } }];
  }
  return [];
};

const projector: TableProjector<DirectoryOp> = {
  name: GUILD_DIRECTORY,
  version: 2,
  tables: table.tables,
  indexes: table.indexes,
  on: {
    'account.registered': ({ event: { data }, metadata, position }) => [
      putAccount({
        user_id: data.userId,
        username: data.username,
        imported: false,
        created_at: metadata.time,
        position,
      }),
    ],
    'account.imported': ({ event: { data }, metadata, position }) => [
      putAccount({
        user_id: data.userId,
        username: data.username,
        imported: true,
        created_at: metadata.time,
        position,
      }),
    ],
    'account.server-ownership-claimed': ({ event: { data }, position }) => [
      { of: 'owner', to: { op: 'put', row: { user_id: data.userId, position } } },
    ],

    'guild.created': ({ event: { data }, metadata, position }) => [
      {
        of: 'guild',
        to: {
          op: 'put',
          row: {
            guild_id: data.guildId,
            name: data.name,
            owner_id: data.ownerId,
            created_at: metadata.time,
            position,
          },
        },
      },
      {
        of: 'role',
        to: {
          op: 'put',
          row: {
            guild_id: data.guildId,
            role_id: everyoneRoleId(data.guildId),
            rank: 0,
            permissions: JSON.stringify(data.everyone),
            position,
          },
        },
      },
      {
        of: 'member',
        to: {
          op: 'put',
          row: { guild_id: data.guildId, user_id: data.ownerId, joined_at: metadata.time, position },
        },
      },
    ],
    'guild.renamed': ({ event: { data } }) => [
      { of: 'guild', to: { op: 'amend', key: { guild_id: data.guildId }, change: { name: data.name } } },
    ],
    'guild.deleted': ({ event: { data }, position }) => removeGuild(data.guildId, position),
    'guild.channel-listed': ({ event: { data }, position }) => [
      { of: 'listing', to: { op: 'put', row: { channel_id: data.channelId, guild_id: data.guildId, position } } },
    ],
    'guild.channel-unlisted': ({ event: { data } }) => [
      { of: 'listing', to: { op: 'remove', key: { channel_id: data.channelId } } },
    ],
    'guild.member-joined': ({ event: { data }, metadata, position }) => [
      {
        of: 'member',
        to: {
          op: 'put',
          row: { guild_id: data.guildId, user_id: data.userId, joined_at: metadata.time, position },
        },
      },
    ],
    'guild.member-left': ({ event: { data } }) => [removeMember(data.guildId, data.userId)],
    'guild.member-kicked': ({ event: { data } }) => [removeMember(data.guildId, data.userId)],

    'channel.created': ({ event: { data }, metadata, position }) =>
      // Conversations are not offered yet; their channels belong to no guild.
      data.home.kind !== 'guild'
        ? []
        : [
            {
              of: 'channel',
              to: {
                op: 'put',
                row: {
                  channel_id: data.channelId,
                  guild_id: data.home.guildId,
                  parent_id: data.parentId,
                  name: data.name,
                  kind: data.kind,
                  created_at: metadata.time,
                  position,
                },
              },
            },
          ],
    'channel.renamed': ({ event: { data } }) => [
      { of: 'channel', to: { op: 'amend', key: { channel_id: data.channelId }, change: { name: data.name } } },
    ],
    'channel.deleted': ({ event: { data } }) => [removeChannel(data.channelId)],

    'account.username-claimed': 'ignored',
    'account.username-released': 'ignored',
    'account.guild-acquired': 'ignored',
    'account.guild-relinquished': 'ignored',
    'session.started': 'ignored',
    'session.refreshed': 'ignored',
    'session.revoked': 'ignored',
    'invite.created': 'ignored',
    'invite.accepted': 'ignored',
    'message.sent': 'ignored',
    'message.edited': 'ignored',
    'message.deleted': 'ignored',
    'message.reaction-added': 'ignored',
    'message.reaction-removed': 'ignored',
  },
  parked: ({ stream, position }) => hide(stream, position),
  changes: (ops) => {
    const guild: RowOp<GuildRow>[] = [];
    const role: RowOp<RoleRow>[] = [];
    const channel: RowOp<ChannelRow>[] = [];
    const listing: RowOp<ChannelListingRow>[] = [];
    const member: RowOp<MemberRow>[] = [];
    const account: RowOp<AccountRow>[] = [];
    const owner: RowOp<ServerOwnerRow>[] = [];
    for (const op of ops) {
      if (op.of === 'guild') guild.push(op.to);
      else if (op.of === 'role') role.push(op.to);
      else if (op.of === 'channel') channel.push(op.to);
      else if (op.of === 'listing') listing.push(op.to);
      else if (op.of === 'member') member.push(op.to);
      else if (op.of === 'account') account.push(op.to);
      else owner.push(op.to);
    }
    return [
      ...keyedStatements(table.guild, guild),
      ...keyedStatements(table.role, role),
      ...keyedStatements(table.channel, channel),
      ...keyedStatements(table.channelListing, listing),
      ...keyedStatements(table.member, member),
      ...keyedStatements(table.account, account),
      ...keyedStatements(table.serverOwner, owner),
    ];
  },
};

export const guildDirectory = tableModel(projector);
