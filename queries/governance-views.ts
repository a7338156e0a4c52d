/** Views of governance: bans, invites, the audit log, and answers about rights. */
import type { OverwriteTarget } from '#domain/channel/events.ts';
import type { Erasable } from '#domain/kernel/erasable.ts';
import type { Revision } from '#domain/kernel/event.ts';
import type { ChannelId, EventId, InviteId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { PermissionStepKind } from '#domain/permission/resolve.ts';
import type { UserView } from '#queries/queries.ts';

export type BanView = {
  readonly user: UserView;
  /** Null when no user acted. */
  readonly by: UserView | null;
  readonly at: Instant;
  readonly reason: Erasable<string> | null;
};

/** Invite as the list of a guild shows it. */
export type InviteView = {
  readonly inviteId: InviteId;
  /** Null for the first channel of the guild, and for a channel that the viewer cannot see. */
  readonly channelId: ChannelId | null;
  readonly inviter: UserView;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly maxUses: number | null;
  readonly uses: number;
};

/** Explanation of one permission. The last step decided. `gives` is false for a step that took the permission. */
export type ExplanationView = {
  readonly permission: Permission;
  readonly allowed: boolean;
  readonly because: ReadonlyArray<{
    readonly kind: PermissionStepKind;
    readonly roleId: RoleId | null;
    readonly gives: boolean;
  }>;
};

export type AuditEntryView = {
  /** Id of the event. */
  readonly entryId: string;
  readonly at: Instant;
  /** `<kind>:<id>`, like the target. The names are those of today, null for what has none or is gone. */
  readonly actor: string;
  readonly actorName: string | null;
  readonly action: string;
  readonly target: string;
  readonly targetName: string | null;
  readonly channelId: ChannelId | null;
  readonly reason: Erasable<string> | null;
  readonly changes: ReadonlyArray<{
    readonly field: string;
    readonly before: ReadonlyArray<string>;
    readonly after: ReadonlyArray<string>;
  }>;
  /** Entries of one attempt have the same one. */
  readonly actId: string;
  readonly undoes: string | null;
  readonly undoneBy: string | null;
  /** True for an act that an undo takes back now, as far as its entry decides that. */
  readonly undoable: boolean;
};

/** Place of an event in the log, as the command that undoes it wants it. No client sees the stream. */
export type ActPlaceView = { readonly stream: StreamName; readonly revision: Revision; readonly eventId: EventId };

/** A change of rights that is not made yet. */
export type RightsChange =
  | { readonly kind: 'role'; readonly roleId: RoleId; readonly permissions: ReadonlyArray<Permission> }
  | { readonly kind: 'role-order'; readonly order: ReadonlyArray<RoleId> }
  | { readonly kind: 'role-deleted'; readonly roleId: RoleId }
  | { readonly kind: 'member-roles'; readonly userId: UserId; readonly roleIds: ReadonlyArray<RoleId> }
  | {
      readonly kind: 'overwrite';
      readonly channelId: ChannelId;
      readonly target: OverwriteTarget;
      readonly allow: ReadonlyArray<Permission>;
      readonly deny: ReadonlyArray<Permission>;
    }
  | { readonly kind: 'synced'; readonly channelId: ChannelId };

/** Channel whose sight changes, with members who gain or lose it. The count is whole, and the list may be shorter. */
export type SightChangeView = {
  readonly channelId: ChannelId;
  readonly members: ReadonlyArray<UserView>;
  readonly membersCount: number;
};

export type WhatIfView = {
  readonly gains: ReadonlyArray<SightChangeView>;
  readonly gainsCount: number;
  readonly loses: ReadonlyArray<SightChangeView>;
  readonly losesCount: number;
};

/** Number of messages that a deletion takes. `isMore` is true when there are more than were counted. */
export type MessageCountView = { readonly messages: number; readonly isMore: boolean };
/** Counts of the messages that the deletion of a channel takes, and of the members who lose sight. */
export type ChannelDeletionView = MessageCountView & { readonly members: number };
/** Counts of what the deletion of a guild takes: channels without the categories, members with the owner, messages. */
export type GuildDeletionView = MessageCountView & { readonly channels: number; readonly members: number };
