/** Bodies of HTTP requests. Their sizes are bounded here, and the domain decides what a text means. */

import { ChannelId, MessageId, RoleId, TagId, UserId } from '#domain/kernel/ids.ts';
import {
  BULK_DELETE_MAX,
  CHANNEL_NAME_CHARS_MAX,
  CHANNELS_PER_GUILD_MAX,
  EMOJI_CHARS_MAX,
  FILES_PER_MESSAGE_MAX,
  GUILD_NAME_CHARS_MAX,
  INVITE_LIFETIME_MAX_MS,
  INVITE_USES_MAX,
  MESSAGE_CHARS_MAX,
  NEWCOMER_HOURS_MAX,
  NICKNAME_CHARS_MAX,
  PASSWORD_BYTES_MAX,
  REASON_CHARS_MAX,
  ROLE_NAME_CHARS_MAX,
  ROLES_PER_GUILD_MAX,
  SLOW_MODE_SECS_MAX,
  TAG_NAME_CHARS_MAX,
  TAGS_PER_FORUM_MAX,
  TOPIC_CHARS_MAX,
  USERNAME_CHARS_MAX,
} from '#domain/kernel/limits.ts';
import { GivenAttachment } from '#gateway/protocol/attachments.ts';
import { MessageUpdate } from '#gateway/protocol/dispatches.ts';
import { ACCESS_TOKEN_BYTES_MAX, BAN_DELETES_DAYS_MAX, ORIGINS_MAX } from '#gateway/protocol/limits.ts';
import { ArchiveMinsWire, ChannelKindWire, color, count, instant, permissions } from '#gateway/protocol/resources.ts';
import { tagIds } from '#gateway/protocol/tags.ts';
import {
  flag,
  id,
  integer,
  listOf,
  nullable,
  object,
  oneOf,
  sentText,
  type TypeOf,
  text,
} from '#gateway/protocol/wire.ts';

const username = sentText(USERNAME_CHARS_MAX);
const password = text({ max: PASSWORD_BYTES_MAX });
export const inviteCode = text({ min: 1, max: 64 });
const refreshToken = text({ min: 1, max: 128 });
/**
 * Place of the refresh token in the answer. A browser asks for `cookie`, an HttpOnly cookie that no script can read.
 */
const refreshIn = oneOf('body', 'cookie');

export const RegisterBody = object({ username, password }, { invite: inviteCode });
export const ClaimOwnershipBody = object(
  { secret: text({ min: 1, max: 128 }), username, password },
  { refresh_in: refreshIn },
);
export const LoginBody = object({ username, password }, { refresh_in: refreshIn });
export type LoginBody = TypeOf<typeof LoginBody>;
/** Body of a refresh. A client whose token is in the cookie leaves `refresh_token` out. */
export const RefreshBody = object({}, { refresh_token: refreshToken });
export type RefreshBody = TypeOf<typeof RefreshBody>;
export const LogoutBody = object({}, { refresh_token: refreshToken });
export type LogoutBody = TypeOf<typeof LogoutBody>;
export const RegisterAnswer = object({ accepted: flag });
/** Tokens of a session. `refresh_token` is absent when the cookie carries it. */
export const TokensAnswer = object(
  { access_token: text({ max: ACCESS_TOKEN_BYTES_MAX }), expires_in_secs: integer({ min: 0, max: 86_400 }) },
  { refresh_token: refreshToken },
);
export type TokensAnswer = TypeOf<typeof TokensAnswer>;
/** Facts about the server that a client may know before a login. */
export const ServerAnswer = object(
  { name: text({ max: 64 }), registration: oneOf('open', 'invite', 'closed'), claimed: flag },
  // Days in which a removal by a moderator can be undone, and bytes of one file. Servers from before them leave them out.
  { undo_days: count, file_bytes_max: count },
);
export type ServerAnswer = TypeOf<typeof ServerAnswer>;

/** Origins under which the page works. The first is the public address, and a loopback address has several names. */
export const AddressAnswer = object({ origins: listOf(text({ max: 256 }), ORIGINS_MAX) });
export type AddressAnswer = TypeOf<typeof AddressAnswer>;

const guildName = sentText(GUILD_NAME_CHARS_MAX);
export const CreateGuildBody = object({ name: guildName });
export const ChangeGuildBody = object({ name: guildName });

const channelName = sentText(CHANNEL_NAME_CHARS_MAX);
export const CreateChannelBody = object(
  { name: channelName, kind: ChannelKindWire },
  { parent_id: nullable(id(ChannelId)) },
);
/** Body of a change of a channel. Fields that are left out stay as they are. */
export const ChangeChannelBody = object(
  {},
  {
    name: channelName,
    topic: nullable(sentText(TOPIC_CHARS_MAX)),
    slow_mode_secs: integer({ min: 0, max: SLOW_MODE_SECS_MAX }),
    // Tags that the forum shall offer. One without an id is new.
    tags: listOf(
      object({
        tag_id: nullable(id(TagId)),
        name: sentText(TAG_NAME_CHARS_MAX),
        emoji: nullable(sentText(EMOJI_CHARS_MAX)),
        moderated: flag,
      }),
      TAGS_PER_FORUM_MAX,
    ),
    tag_required: flag,
    // Tags that the post shall carry.
    tag_ids: tagIds,
  },
);
const threadFields = { archive_after_mins: ArchiveMinsWire };
/** Body of a new thread by itself. `content` is its first message. A post of a forum needs one, and may carry tags. */
export const BeginThreadBody = object(
  { name: channelName },
  { ...threadFields, content: sentText(MESSAGE_CHARS_MAX), tag_ids: tagIds },
);
/** Body of a new thread about a message. */
export const BeginThreadAboutBody = object({ name: channelName }, threadFields);
/** Body of an order of channels, from the top down. It names every channel that the caller sees. */
export const OrderChannelsBody = object({
  order: listOf(object({ channel_id: id(ChannelId), parent_id: nullable(id(ChannelId)) }), CHANNELS_PER_GUILD_MAX),
});
export const OverwriteBody = object({ allow: permissions, deny: permissions });

const roleFields = { color: nullable(color), hoist: flag, mentionable: flag, permissions };
const roleName = sentText(ROLE_NAME_CHARS_MAX);
export const CreateRoleBody = object({ name: roleName }, roleFields);
/** Body of a change of a role. Fields that are left out stay as they are. */
export const ChangeRoleBody = object({}, { name: roleName, ...roleFields });
/** Body of an order of roles, from rank 1 up, without the everyone-role. */
export const OrderRolesBody = object({ order: listOf(id(RoleId), ROLES_PER_GUILD_MAX) });

const reason = nullable(sentText(REASON_CHARS_MAX));
export const ChangeMemberBody = object({ nickname: nullable(sentText(NICKNAME_CHARS_MAX)) });
export const BanBody = object({}, { reason, delete_message_days: integer({ min: 0, max: BAN_DELETES_DAYS_MAX }) });
export const TimeOutBody = object({ until: nullable(instant) }, { reason });
export const ChangeOwnerBody = object({ user_id: id(UserId), password });
export const LockdownBody = object(
  {},
  {
    until: nullable(instant),
    newcomers_hours: nullable(integer({ min: 1, max: NEWCOMER_HOURS_MAX })),
    reason,
  },
);
export const BulkDeleteBody = object({ message_ids: listOf(id(MessageId), BULK_DELETE_MAX) }, { reason });
/** Body of a deletion of all messages of one member. With `preview` they are counted, and nothing is deleted. */
export const MemberMessagesBody = object(
  { user_id: id(UserId), since: instant },
  { channel_id: nullable(id(ChannelId)), preview: flag, reason },
);
export const UndoBody = object({}, { preview: flag });

/** Body of a what-if: one change that is not made yet. Exactly one of the fields is there. */
export const WhatIfBody = object(
  {},
  {
    role: object({ role_id: id(RoleId), permissions }),
    role_order: listOf(id(RoleId), ROLES_PER_GUILD_MAX),
    role_deleted: id(RoleId),
    member_roles: object({ user_id: id(UserId), role_ids: listOf(id(RoleId), ROLES_PER_GUILD_MAX) }),
    overwrite: object({
      channel_id: id(ChannelId),
      target: oneOf('role', 'member'),
      id: text({ max: 26 }),
      allow: permissions,
      deny: permissions,
    }),
    synced: id(ChannelId),
  },
);
export type WhatIfBody = TypeOf<typeof WhatIfBody>;

export const CreateInviteBody = object(
  {},
  {
    channel_id: nullable(id(ChannelId)),
    expires_in_secs: nullable(integer({ min: 60, max: INVITE_LIFETIME_MAX_MS / 1000 })),
    max_uses: nullable(integer({ min: 1, max: INVITE_USES_MAX })),
  },
);

export const KickBody = object({}, { reason });

/** Body of a request that says nothing more. */
export const NoBody = object({});

const content = sentText(MESSAGE_CHARS_MAX);
const forwardOf = object({ channel_id: id(ChannelId), message_id: id(MessageId) });
/**
 * Body of a message. A reply mentions the author of the message that it answers, unless `mention_replied` is false. With
 * `forward_of` the content is a comment. It may be empty then, and when the message has attachments.
 */
export const SendMessageBody = object(
  { content },
  {
    reply_to: nullable(id(MessageId)),
    mention_replied: flag,
    forward_of: forwardOf,
    attachments: listOf(GivenAttachment, FILES_PER_MESSAGE_MAX),
  },
);
export const EditMessageBody = object({ content }, { if_revision: integer({ min: 0, max: 1_000_000 }) });

/**
 * Body of a read marker. `message_id` moves it on to a message, and a marker that is further stays. `unread_from` puts
 * it before a message, also back. Exactly one of the two is there.
 */
export const ReadBody = object({}, { message_id: id(MessageId), unread_from: id(MessageId) });

/** Answer to an edit, in the shape of its dispatch. */
export const EditMessageAnswer = MessageUpdate;

/** Answers to probes: `live` from a process that runs, `ready` from one that takes requests. */
export const LiveAnswer = object({ status: oneOf('live') });
export const ReadyAnswer = object({ status: oneOf('ready') });
