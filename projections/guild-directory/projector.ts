import { sql } from 'slonik';
import { ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import { partsOf } from '#domain/kernel/stream.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { keyedModel } from '#projections/engine/projector.ts';
import { amend, put, remove, removeAll } from '#projections/engine/table.ts';
import {
  account,
  channel,
  channelListing,
  GUILD_DIRECTORY,
  guild,
  member,
  role,
  serverOwner,
} from '#projections/guild-directory/model.ts';
import type { EventPlace } from '#projections/ports/read-model.ts';

const putAccount = ({
  event: { type, data },
  metadata,
  position,
}: RecordedEvent<NamedEvent<'account.registered' | 'account.imported'>>) => [
  put(account, {
    user_id: data.userId,
    username: isErased(data.username) ? null : data.username,
    imported: type === 'account.imported',
    created_at: metadata.time,
    position,
  }),
];

/** Removes a guild with all that was in it before this position. */
const removeGuild = (guildId: GuildId, before: Position) => [
  remove(guild, { guild_id: guildId }),
  removeAll(role, { guild_id: guildId }, before),
  removeAll(channel, { guild_id: guildId }, before),
  removeAll(channelListing, { guild_id: guildId }, before),
  removeAll(member, { guild_id: guildId }, before),
];

/**
 * Hides the rows of a stream that can no longer be read. A guild or channel that may have been deleted is removed, and so
 * is a member who may have left. A username that may have been erased counts as erased.
 */
const hide = ({ stream, position }: EventPlace) => {
  const parts = partsOf(stream);
  switch (parts?.kind) {
    case 'guild':
      return removeGuild(parts.guildId, position);
    case 'channel':
      return [remove(channel, { channel_id: parts.channelId })];
    case 'member':
      return [remove(member, { guild_id: parts.guildId, user_id: parts.userId })];
    case 'user':
      return [amend(account, { user_id: parts.userId }, { username: null })];
    default:
      return [];
  }
};

export const guildDirectory = keyedModel({
  name: GUILD_DIRECTORY,
  version: 2,
  tables: [guild, role, channel, channelListing, member, account, serverOwner],
  indexes: [
    sql.fragment`CREATE INDEX member_guilds ON member (user_id, guild_id)`,
    sql.fragment`CREATE INDEX channel_listing_of_guild ON channel_listing (guild_id)`,
    sql.fragment`CREATE INDEX channel_of_guild ON channel (guild_id)`,
    // A search by name ignores case. Imported people may share a name.
    sql.fragment`CREATE INDEX account_name ON account (lower(username))`,
  ],
  on: {
    'account.registered': putAccount,
    'account.imported': putAccount,
    'account.server-ownership-claimed': ({ event: { data }, position }) => [
      put(serverOwner, { user_id: data.userId, position }),
    ],

    'guild.created': ({ event: { data }, metadata, position }) => [
      put(guild, {
        guild_id: data.guildId,
        name: data.name,
        owner_id: data.ownerId,
        created_at: metadata.time,
        position,
      }),
      put(role, {
        guild_id: data.guildId,
        role_id: everyoneRoleId(data.guildId),
        rank: 0,
        permissions: JSON.stringify(data.everyone),
        position,
      }),
      put(member, { guild_id: data.guildId, user_id: data.ownerId, joined_at: metadata.time, position }),
    ],
    'guild.renamed': ({ event: { data } }) => [amend(guild, { guild_id: data.guildId }, { name: data.name })],
    'guild.deleted': ({ event: { data }, position }) => removeGuild(data.guildId, position),
    'guild.channel-listed': ({ event: { data }, position }) => [
      put(channelListing, { channel_id: data.channelId, guild_id: data.guildId, position }),
    ],
    'guild.channel-unlisted': ({ event: { data } }) => [remove(channelListing, { channel_id: data.channelId })],
    'guild.member-joined': ({ event: { data }, metadata, position }) => [
      put(member, { guild_id: data.guildId, user_id: data.userId, joined_at: metadata.time, position }),
    ],
    'guild.member-left': ({ event: { data } }) => [remove(member, { guild_id: data.guildId, user_id: data.userId })],
    'guild.member-kicked': ({ event: { data } }) => [remove(member, { guild_id: data.guildId, user_id: data.userId })],

    'channel.created': ({ event: { data }, metadata, position }) =>
      // Conversations are not offered yet. Their channels belong to no guild.
      data.home.kind !== 'guild'
        ? []
        : [
            put(channel, {
              channel_id: data.channelId,
              guild_id: data.home.guildId,
              parent_id: data.parentId,
              name: data.name,
              kind: data.kind,
              created_at: metadata.time,
              position,
            }),
          ],
    'channel.renamed': ({ event: { data } }) => [amend(channel, { channel_id: data.channelId }, { name: data.name })],
    'channel.deleted': ({ event: { data } }) => [remove(channel, { channel_id: data.channelId })],

    ...ignoring('account', 'username-claimed', 'username-released', 'guild-acquired', 'guild-relinquished'),
    ...ignoring(
      'guild',
      'role-created',
      'role-changed',
      'role-deleted',
      'role-restored',
      'roles-ordered',
      'channels-ordered',
    ),
    ...ignoring('guild', 'owner-changed', 'lockdown-begun', 'lockdown-ended'),
    ...ignoring(
      'guild',
      'member-banned',
      'member-unbanned',
      'member-reinstated',
      'member-timed-out',
      'member-time-out-ended',
    ),
    ...ignoring('guild', 'member-role-given', 'member-role-taken', 'member-nickname-changed'),
    ...ignoring(
      'channel',
      'topic-changed',
      'slow-mode-changed',
      'moved',
      'overwrite-set',
      'overwrite-removed',
      'overwrites-replaced',
    ),
    ...ignoring('channel', 'synced', 'restored', 'erased'),
    ...ignoring('message', 'restored'),
    ...ignoring('invite', 'revoked'),
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
    ...ignoring('invite', 'created', 'accepted'),
    ...ignoring('message', 'sent', 'edited', 'deleted', 'reaction-added', 'reaction-removed'),
  },
  parked: hide,
});
