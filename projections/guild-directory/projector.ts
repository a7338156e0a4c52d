import { sql } from 'slonik';
import { targetText } from '#domain/channel/events.ts';
import { ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import { EVERYONE_NAME } from '#domain/guild/state.ts';
import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { keyedModel } from '#projections/engine/projector.ts';
import { amend, put, remove, removeAll } from '#projections/engine/table.ts';
import {
  amendChannel,
  amendEither,
  amendThread,
  changed,
  inGuildOnly,
} from '#projections/guild-directory/channel-rows.ts';
import {
  account,
  ban,
  channel,
  channelListing,
  GUILD_DIRECTORY,
  guild,
  invite,
  member,
  memberRole,
  overwrite,
  role,
  serverOwner,
  thread,
  timeOut,
} from '#projections/guild-directory/model.ts';
import { hide, type Ops, removeGuild, removeMember, tables } from '#projections/guild-directory/removals.ts';

const orNull = <A>(value: Erasable<A> | null): A | null => (value === null || isErased(value) ? null : value);

const putAccount = ({
  event: { type, data },
  metadata,
  position,
}: RecordedEvent<NamedEvent<'account.registered' | 'account.imported'>>) => [
  put(account, {
    user_id: data.userId,
    username: orNull(data.username),
    imported: type === 'account.imported',
    created_at: metadata.time,
    position,
  }),
];

const goneMember = ({
  event: { data },
  position,
}: RecordedEvent<NamedEvent<'guild.member-left' | 'guild.member-kicked'>>) =>
  removeMember(data.guildId, data.userId, position);

const putOverwrite = (
  guildId: GuildId,
  channelId: ChannelId,
  { target, allow, deny }: OverwriteFacts,
  position: Position,
) =>
  put(overwrite, {
    channel_id: channelId,
    target: targetText(target),
    guild_id: guildId,
    role_id: target.kind === 'role' ? target.roleId : null,
    user_id: target.kind === 'member' ? target.userId : null,
    allow: JSON.stringify([...allow]),
    deny: JSON.stringify([...deny]),
    position,
  });

const putRole = ({ event: { data }, position }: RecordedEvent<NamedEvent<'guild.role-created'>>): Ops => [
  put(role, {
    guild_id: data.guildId,
    role_id: data.roleId,
    name: data.name,
    color: data.color,
    hoist: data.hoist,
    mentionable: data.mentionable,
    rank: 0,
    permissions: JSON.stringify(data.permissions),
    deleted: false,
    position,
  }),
  changed(data.guildId, position),
];

export const guildDirectory = keyedModel({
  name: GUILD_DIRECTORY,
  version: 6,
  tables,
  indexes: [
    sql.fragment`CREATE INDEX member_guilds ON member (user_id, guild_id)`,
    sql.fragment`CREATE INDEX channel_listing_of_guild ON channel_listing (guild_id)`,
    sql.fragment`CREATE INDEX channel_of_guild ON channel (guild_id)`,
    sql.fragment`CREATE INDEX thread_of_parent ON thread (parent_id)`,
    sql.fragment`CREATE INDEX thread_of_guild ON thread (guild_id)`,
    sql.fragment`CREATE INDEX overwrite_of_guild ON overwrite (guild_id)`,
    sql.fragment`CREATE INDEX ban_page ON ban (guild_id, position DESC)`,
    sql.fragment`CREATE INDEX invite_page ON invite (guild_id, position DESC)`,
    sql.fragment`CREATE INDEX invite_stream ON invite (stream)`,
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
        lockdown: null,
        channel_order: '[]',
        created_at: metadata.time,
        changed_position: position,
        position,
      }),
      put(role, {
        guild_id: data.guildId,
        role_id: everyoneRoleId(data.guildId),
        name: EVERYONE_NAME,
        color: null,
        hoist: false,
        mentionable: false,
        rank: 0,
        permissions: JSON.stringify(data.everyone),
        deleted: false,
        position,
      }),
      put(member, {
        guild_id: data.guildId,
        user_id: data.ownerId,
        nickname: null,
        joined_at: metadata.time,
        position,
      }),
    ],
    'guild.renamed': ({ event: { data }, position }) => [
      amend(guild, { guild_id: data.guildId }, { name: data.name, changed_position: position }),
    ],
    'guild.deleted': ({ event: { data }, position }) => removeGuild(data.guildId, position),
    'guild.owner-changed': ({ event: { data }, position }) => [
      amend(guild, { guild_id: data.guildId }, { owner_id: data.ownerId, changed_position: position }),
    ],
    'guild.lockdown-begun': ({ event: { data }, position }) => {
      const lockdown = JSON.stringify({ until: data.until, newcomers_since: data.newcomersSince });
      return [amend(guild, { guild_id: data.guildId }, { lockdown, changed_position: position })];
    },
    'guild.lockdown-ended': ({ event: { data }, position }) => [
      amend(guild, { guild_id: data.guildId }, { lockdown: null, changed_position: position }),
    ],

    'guild.role-created': putRole,
    'guild.role-changed': ({ event: { data }, position }) => [
      amend(
        role,
        { guild_id: data.guildId, role_id: data.roleId },
        {
          name: data.name,
          color: data.color,
          hoist: data.hoist,
          mentionable: data.mentionable,
          permissions: JSON.stringify(data.permissions),
        },
      ),
      changed(data.guildId, position),
    ],
    'guild.role-deleted': ({ event: { data }, position }) => [
      amend(role, { guild_id: data.guildId, role_id: data.roleId }, { deleted: true }),
      changed(data.guildId, position),
    ],
    'guild.role-restored': ({ event: { data }, position }) => [
      amend(role, { guild_id: data.guildId, role_id: data.roleId }, { deleted: false }),
      changed(data.guildId, position),
    ],
    'guild.roles-ordered': ({ event: { data }, position }) => [
      ...data.order.map((roleId, place) =>
        amend(role, { guild_id: data.guildId, role_id: roleId }, { rank: place + 1 }),
      ),
      changed(data.guildId, position),
    ],

    'guild.channel-listed': ({ event: { data }, position }) => [
      put(channelListing, { channel_id: data.channelId, guild_id: data.guildId, position }),
      changed(data.guildId, position),
    ],
    'guild.channel-unlisted': ({ event: { data }, position }) => [
      remove(channelListing, { channel_id: data.channelId }),
      changed(data.guildId, position),
    ],
    'guild.channels-ordered': ({ event: { data }, position }) => [
      amend(
        guild,
        { guild_id: data.guildId },
        { channel_order: JSON.stringify(data.order), changed_position: position },
      ),
    ],

    'guild.member-joined': ({ event: { data }, metadata, position }) => [
      put(member, {
        guild_id: data.guildId,
        user_id: data.userId,
        nickname: null,
        joined_at: metadata.time,
        position,
      }),
    ],
    'guild.member-left': goneMember,
    'guild.member-kicked': goneMember,
    'guild.member-banned': ({ event: { data }, metadata, position }) => [
      ...removeMember(data.guildId, data.userId, position),
      put(ban, {
        guild_id: data.guildId,
        user_id: data.userId,
        banned_by: metadata.actor,
        banned_at: metadata.time,
        reason: orNull(data.reason),
        reason_erased: data.reason !== null && isErased(data.reason),
        position,
      }),
    ],
    'guild.member-unbanned': ({ event: { data } }) => [remove(ban, { guild_id: data.guildId, user_id: data.userId })],
    'guild.member-reinstated': ({
      event: {
        data: { guildId, userId, ...before },
      },
      position,
    }) => [
      remove(ban, { guild_id: guildId, user_id: userId }),
      put(member, {
        guild_id: guildId,
        user_id: userId,
        nickname: orNull(before.nickname),
        joined_at: before.joinedAt,
        position,
      }),
      removeAll(memberRole, { guild_id: guildId, user_id: userId }, position),
      ...before.roleIds.map((roleId) =>
        put(memberRole, { guild_id: guildId, user_id: userId, role_id: roleId, position }),
      ),
    ],
    'guild.member-timed-out': ({ event: { data }, position }) => [
      put(timeOut, { guild_id: data.guildId, user_id: data.userId, until: data.until, position }),
    ],
    'guild.member-time-out-ended': ({ event: { data } }) => [
      remove(timeOut, { guild_id: data.guildId, user_id: data.userId }),
    ],
    'guild.member-role-given': ({ event: { data }, position }) => [
      put(memberRole, { guild_id: data.guildId, user_id: data.userId, role_id: data.roleId, position }),
    ],
    'guild.member-role-taken': ({ event: { data } }) => [
      remove(memberRole, { guild_id: data.guildId, user_id: data.userId, role_id: data.roleId }),
    ],
    'guild.member-nickname-changed': ({ event: { data } }) => [
      amend(member, { guild_id: data.guildId, user_id: data.userId }, { nickname: orNull(data.nickname) }),
    ],

    'channel.created': ({ event: { data }, metadata, position }) =>
      inGuildOnly(data.home, (guildId) => [
        put(channel, {
          channel_id: data.channelId,
          guild_id: guildId,
          parent_id: data.parentId,
          synced_with: data.parentId,
          name: data.name,
          topic: null,
          kind: data.kind,
          slow_mode_secs: 0,
          ...{ tags: '[]', tag_required: false },
          created_at: metadata.time,
          deleted_at: null,
          erased: false,
          position,
        }),
        changed(guildId, position),
      ]),
    // A channel and a thread have the same events here. Each stands in one of the two tables.
    'channel.renamed': (recorded) => amendEither(recorded, { name: recorded.event.data.name }),
    'channel.deleted': (recorded) => amendEither(recorded, { deleted_at: recorded.metadata.time }),
    'channel.restored': (recorded) => amendEither(recorded, { deleted_at: null }),
    'channel.thread-begun': ({ event: { data }, position }) =>
      inGuildOnly(data.home, (guildId) => [
        put(thread, {
          channel_id: data.channelId,
          guild_id: guildId,
          parent_id: data.parentId,
          root_id: data.rootId,
          name: data.name,
          begun_by: data.by,
          begun_at: data.begunAt,
          ...{ archive_after_mins: data.archiveAfterMins, tag_ids: '[]' },
          archived_at: null,
          deleted_at: null,
          changed_position: position,
          position,
        }),
      ]),
    'channel.thread-archived': (recorded) => [amendThread(recorded, { archived_at: recorded.event.data.archivedAt })],
    'channel.erased': (recorded) => amendChannel(recorded, { erased: true }),
    'channel.topic-changed': (recorded) => amendChannel(recorded, { topic: recorded.event.data.topic }),
    'channel.slow-mode-changed': (recorded) => amendChannel(recorded, { slow_mode_secs: recorded.event.data.secs }),
    'channel.tags-set': (recorded) => amendChannel(recorded, { tags: JSON.stringify(recorded.event.data.tags) }),
    'channel.tag-requirement-set': (recorded) => amendChannel(recorded, { tag_required: recorded.event.data.required }),
    'channel.post-tagged': (recorded) => [
      amendThread(recorded, { tag_ids: JSON.stringify(recorded.event.data.tagIds) }),
    ],
    'channel.moved': (recorded) => amendChannel(recorded, { parent_id: recorded.event.data.parentId }),
    'channel.overwrite-set': ({ event: { data }, position }) =>
      inGuildOnly(data.home, (guildId) => [
        putOverwrite(guildId, data.channelId, data, position),
        changed(guildId, position),
      ]),
    'channel.overwrite-removed': ({ event: { data }, position }) =>
      inGuildOnly(data.home, (guildId) => [
        remove(overwrite, { channel_id: data.channelId, target: targetText(data.target) }),
        changed(guildId, position),
      ]),
    'channel.overwrites-replaced': ({ event: { data }, position }) =>
      inGuildOnly(data.home, (guildId) => [
        amend(channel, { channel_id: data.channelId }, { synced_with: null }),
        removeAll(overwrite, { channel_id: data.channelId }, position),
        ...data.overwrites.map((one) => putOverwrite(guildId, data.channelId, one, position)),
        changed(guildId, position),
      ]),
    'channel.synced': ({ event: { data }, position }) =>
      inGuildOnly(data.home, (guildId) => [
        amend(channel, { channel_id: data.channelId }, { synced_with: data.categoryId }),
        removeAll(overwrite, { channel_id: data.channelId }, position),
        changed(guildId, position),
      ]),

    'invite.created': ({ event: { data }, metadata, stream, position }) => [
      put(invite, {
        invite_id: data.inviteId,
        guild_id: data.guildId,
        stream,
        channel_id: data.channelId,
        creator_id: data.creatorId,
        created_at: metadata.time,
        expires_at: data.expiresAt,
        max_uses: data.maxUses,
        uses: 0,
        revoked: false,
        position,
      }),
    ],
    // Every event between the first of an invite and its revocation is an acceptance, so the revision counts them.
    'invite.accepted': ({ event: { data }, revision }) => [
      amend(invite, { invite_id: data.inviteId }, { uses: revision }),
    ],
    'invite.revoked': ({ event: { data } }) => [amend(invite, { invite_id: data.inviteId }, { revoked: true })],

    ...ignoring('account', 'username-claimed', 'username-released', 'guild-acquired', 'guild-relinquished'),
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
    ...ignoring('channel', 'message-pinned', 'message-unpinned'),
    ...ignoring('message', 'sent', 'edited', 'deleted', 'restored', 'reaction-added', 'reaction-removed'),
  },
  parked: hide,
});
