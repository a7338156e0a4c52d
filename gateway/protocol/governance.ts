/** Resources of governance: bans, the audit log, explanations, previews. Only those who may govern ask for them. */

import { ChannelId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import { BULK_DELETE_MAX, OVERWRITES_PER_CHANNEL_MAX, REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { PERMISSIONS } from '#domain/permission/bits.ts';
import { PERMISSION_STEP_KINDS } from '#domain/permission/resolve.ts';
import { AUDIT_VALUES_MAX, BANS_PAGE_MAX, HISTORY_PAGE_MAX, PREVIEW_NAMED_MAX } from '#gateway/protocol/limits.ts';
import { count, instant, permissions, User } from '#gateway/protocol/resources.ts';
import { flag, id, listOf, nullable, object, oneOf, type TypeOf, text } from '#gateway/protocol/wire.ts';

/** Ban of a user. `by` is null when no user acted. */
export const Ban = object({
  user: User,
  by: nullable(User),
  at: instant,
  reason: nullable(text({ max: REASON_CHARS_MAX })),
});
export type Ban = TypeOf<typeof Ban>;
export const BanPage = object({ bans: listOf(Ban, BANS_PAGE_MAX), next_before: nullable(text({ max: 64 })) });

/** Changed field of the target. Each side lists its values: one for a name, many for permissions, none for nothing. */
export const AuditChange = object({
  field: text({ max: 64 }),
  before: listOf(text({ max: 1_024 }), AUDIT_VALUES_MAX),
  after: listOf(text({ max: 1_024 }), AUDIT_VALUES_MAX),
});
/**
 * Entry of the audit log. `actor` and `target` are `<kind>:<id>`. The names beside them are those of today, and null for
 * what has none. Entries of one act have the same `act_id`, such as the messages of one bulk deletion.
 */
export const AuditEntry = object({
  entry_id: text({ max: 64 }),
  at: instant,
  actor: text({ max: 64 }),
  actor_name: nullable(text({ max: 256 })),
  action: text({ max: 64 }),
  target: text({ max: 128 }),
  target_name: nullable(text({ max: 256 })),
  channel_id: nullable(id(ChannelId)),
  reason: nullable(text({ max: 1_024 })),
  changes: listOf(AuditChange, 16),
  act_id: text({ max: 64 }),
  undoes: nullable(text({ max: 64 })),
  undone_by: nullable(text({ max: 64 })),
  undoable: flag,
});
export type AuditEntry = TypeOf<typeof AuditEntry>;
export const AuditPage = object({
  entries: listOf(AuditEntry, HISTORY_PAGE_MAX),
  next_before: nullable(text({ max: 64 })),
});

/** Reasons why an undo cannot bring a thing back. */
export const UNDO_OBSTACLE_CODES = [
  'not_visible',
  'not_undoable',
  'changed_since',
  'text_erased',
  'deleted_by_author',
  'undo_expired',
  'member_gone',
  'role_gone',
  'channel_gone',
  'too_many_roles',
  'pins_full',
  'too_many_channels',
  'missing_permission',
  'outranks_actor',
] as const;
export type UndoObstacleCode = (typeof UNDO_OBSTACLE_CODES)[number];

/**
 * Thing that an undo brings back, or cannot bring back and `why`. `code` is stable. `about` is the action that changed the
 * thing later, or the missing permission.
 */
const undoneThing = {
  what: oneOf(
    'member',
    'ban',
    'time_out',
    'message',
    'pin',
    'role',
    'role_order',
    'nickname',
    'overwrite',
    'channel',
    'guild',
    'lockdown',
  ),
  id: text({ max: 128 }),
};
const UnrestoredThing = object({
  ...undoneThing,
  code: oneOf(...UNDO_OBSTACLE_CODES),
  about: nullable(text({ max: 64 })),
  why: text({ max: 256 }),
});
/** Counts are whole. The lists name at most some of the things. An undo that was only previewed has `done` false. */
export const UndoAnswer = object({
  done: flag,
  restores: listOf(object(undoneThing), PREVIEW_NAMED_MAX),
  restores_count: count,
  cannot: listOf(UnrestoredThing, PREVIEW_NAMED_MAX),
  cannot_count: count,
});
export type UndoAnswer = TypeOf<typeof UndoAnswer>;

/** One step of the resolver that gave or took the permission. The last one decided. */
export const ExplainedStep = object({
  kind: oneOf(...PERMISSION_STEP_KINDS),
  role_id: nullable(id(RoleId)),
  gives: flag,
});
export const Explanation = object({
  permissions: listOf(
    object({ permission: oneOf(...PERMISSIONS), allowed: flag, because: listOf(ExplainedStep, AUDIT_VALUES_MAX) }),
    PERMISSIONS.length,
  ),
});
export type Explanation = TypeOf<typeof Explanation>;

/** Channel whose sight changes, with the members who gain or lose it. The count is whole. */
const sightChange = object({
  channel_id: id(ChannelId),
  members: listOf(User, PREVIEW_NAMED_MAX),
  members_count: count,
});
export const WhatIfAnswer = object({
  gains: listOf(sightChange, PREVIEW_NAMED_MAX),
  gains_count: count,
  loses: listOf(sightChange, PREVIEW_NAMED_MAX),
  loses_count: count,
});
export type WhatIfAnswer = TypeOf<typeof WhatIfAnswer>;

export const BulkDeleteAnswer = object({ deleted: count, deleted_ids: listOf(id(MessageId), BULK_DELETE_MAX) });
/** Answer to a deletion of all messages of one member since a moment: how many it took, or would take. */
export const MemberMessagesAnswer = object({ deleted: count, user_id: id(UserId) });

/**
 * Counts of the messages that the deletion of a channel takes, and of the members who lose sight. `more_messages` is true
 * when the channel has more messages than were counted.
 */
export const ChannelDeletionAnswer = object({ messages_count: count, more_messages: flag, members_count: count });
export type ChannelDeletionAnswer = TypeOf<typeof ChannelDeletionAnswer>;

/** The same for a guild. `channels_count` leaves out categories, and `members_count` includes the owner. */
export const GuildDeletionAnswer = object({
  channels_count: count,
  messages_count: count,
  more_messages: flag,
  members_count: count,
});
export type GuildDeletionAnswer = TypeOf<typeof GuildDeletionAnswer>;

/** Overwrite of a channel, as its editor reads it. */
export const Overwrite = object({
  target: oneOf('role', 'member'),
  id: text({ max: 26 }),
  allow: permissions,
  deny: permissions,
});
export type Overwrite = TypeOf<typeof Overwrite>;
/** Overwrites that count in a channel: its own, or those of the category that it is synced with. */
export const OverwriteList = object({ overwrites: listOf(Overwrite, OVERWRITES_PER_CHANNEL_MAX), synced: flag });
