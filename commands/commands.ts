/**
 * All commands of the write side for users, as one record. The gateway knows the write side by these types only.
 * The actor is always a user. Imports have commands of their own.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { GivenRole } from '#commands/guild/read-role.ts';
import type { HasherBusy } from '#commands/ports/rejections.ts';
import type * as account from '#domain/account/rejections.ts';
import type { ArchiveMins, ChannelKind, OverwriteTarget } from '#domain/channel/events.ts';
import type * as channel from '#domain/channel/rejections.ts';
import type { ChannelSigns } from '#domain/channel/signs.ts';
import type * as guild from '#domain/guild/rejections.ts';
import type * as invite from '#domain/invite/rejections.ts';
import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import type { Position, Revision } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type {
  AttachmentId,
  ChannelId,
  CommandId,
  EventId,
  GuildId,
  InviteId,
  MessageId,
  RoleId,
  SessionId,
  TagId,
  UserId,
} from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { AttemptReused, GuildUnknown, SessionOver } from '#domain/kernel/rejection.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { UndoneThing, UndoObstacle } from '#domain/kernel/undo.ts';
import type { GivenAttachment } from '#domain/message/attachments.ts';
import type * as message from '#domain/message/rejections.ts';
import type { MessageView } from '#domain/message/view.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type * as session from '#domain/session/rejections.ts';

/** One attempt of one user. `commandId` is the client's idempotency key, or a fresh id without one. */
export type Attempt = {
  readonly commandId: CommandId;
  readonly actor: UserId;
  readonly session: SessionId;
  readonly correlation: string;
};
/** An attempt of a caller without a session. */
export type AnonymousAttempt = { readonly commandId: CommandId; readonly correlation: string };

/** A receipt holds the answer of a command, and the position at which a read sees the change. The gateway seals it. */
export type Receipt<A> = { readonly position: Position; readonly value: A };

/** A command answers an intent with a receipt, a rejection by a rule, or a failure. */
export type Command<I, R, A = void> = (intent: I) => TaskEither<R | CommandFailure, Receipt<A>>;
/** A command of a user who is logged in. It is refused when the session is over. */
export type UserCommand<I, R, A = void> = Command<Attempt & I, R | SessionOver, A>;
/** A command of a caller without an access token. */
export type AnonymousCommand<I, R, A = void> = Command<AnonymousAttempt & I, R, A>;
/** A command that hashes a password. It is refused when too many passwords wait to be hashed. */
export type HashingCommand<I, R, A = void> = AnonymousCommand<I, R | HasherBusy, A>;

export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly userId: UserId;
  readonly sessionId: SessionId;
};

/** A session and the user who began it. */
export type UserSession = { readonly userId: UserId; readonly sessionId: SessionId };

export type MadeGuild = {
  readonly guildId: GuildId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
};
export type MadeChannel = ChannelRef & {
  readonly guildId: GuildId;
  readonly name: string;
  readonly channelKind: ChannelKind;
  readonly parentId: ChannelId | null;
  /** True while the channel follows the overwrites of its category. */
  readonly synced: boolean;
  readonly createdAt: Instant;
};
/** Tag as a manager of a forum gives it. A null id makes a new tag. */
export type GivenTag = {
  readonly tagId: TagId | null;
  readonly name: string;
  readonly emoji: string | null;
  readonly moderated: boolean;
};
/**
 * Thread that was begun. `firstMessageId` is null when it was begun without a message, and `named` are the users whom that
 * message names.
 */
export type MadeThread = ChannelRef & {
  readonly guildId: GuildId;
  readonly parentId: ChannelId;
  readonly rootId: MessageId | null;
  readonly name: string;
  readonly by: UserId;
  readonly archiveAfterMins: ArchiveMins;
  readonly begunAt: Instant;
  readonly firstMessageId: MessageId | null;
  /** Tags and first words of a post. Null for a thread that is no post. */
  readonly post: { readonly tagIds: ReadonlyArray<TagId>; readonly words: string } | null;
  readonly named: ReadonlyArray<UserId>;
};
export type MadeRole = {
  readonly guildId: GuildId;
  readonly roleId: RoleId;
  readonly name: string;
  readonly color: string | null;
  readonly hoist: boolean;
  readonly mentionable: boolean;
  readonly permissions: ReadonlyArray<Permission>;
  readonly rank: number;
};
/** A channel with the category in which it shall stand. */
export type ChannelPlace = ChannelRef & { readonly parentId: ChannelId | null };
export type MadeInvite = {
  readonly inviteId: InviteId;
  readonly code: string;
  readonly guildId: GuildId;
  readonly channelId: ChannelId | null;
  readonly expiresAt: Instant | null;
  readonly maxUses: number | null;
};

/** Reason that a moderator gives for an act. It is null or left out for none. */
export type GivenReason = { readonly reason?: string | null | undefined };

/** Entry of the audit log that an undo takes back: one event, by its place. */
export type UndoEntry = { readonly stream: StreamName; readonly revision: Revision; readonly eventId: EventId };
/** Outcome of an undo: the things that came back, and the things that cannot, each with the reason. */
export type UndoOutcome = {
  readonly restores: ReadonlyArray<UndoneThing>;
  readonly cannot: ReadonlyArray<UndoneThing & { readonly why: UndoObstacle }>;
};
export type UndoRejection = GuildUnknown | AttemptReused;

export type Commands = {
  /**
   * Succeeds for a taken username too, so that a caller learns no names. `created` is for logs, never for the answer.
   */
  readonly register: HashingCommand<
    { readonly username: string; readonly password: string; readonly invite: string | undefined },
    account.RegisterRejection,
    { readonly created: boolean }
  >;
  readonly claimOwnership: HashingCommand<
    { readonly secret: string; readonly username: string; readonly password: string; readonly device: string },
    account.ClaimOwnershipRejection,
    Tokens
  >;
  readonly login: HashingCommand<
    { readonly username: string; readonly password: string; readonly device: string },
    session.LoginRejection,
    Tokens
  >;
  readonly refreshSession: AnonymousCommand<{ readonly refreshToken: string }, session.RefreshRejection, Tokens>;
  /**
   * Ends the session of a refresh token and the session of a valid access token, and answers the ended ones. A token
   * that does not work ends nothing, so a second logout is no error.
   */
  readonly logout: AnonymousCommand<
    { readonly refreshToken?: string | undefined; readonly bearer?: UserSession | undefined },
    never,
    ReadonlyArray<UserSession>
  >;
  readonly revokeSession: UserCommand<{ readonly target: SessionId }, session.RevokeSessionRejection>;

  readonly createGuild: UserCommand<{ readonly name: string }, guild.CreateGuildRejection, MadeGuild>;
  readonly renameGuild: UserCommand<{ readonly guildId: GuildId; readonly name: string }, guild.ChangeGuildRejection>;
  readonly deleteGuild: UserCommand<{ readonly guildId: GuildId } & GivenReason, guild.DeleteGuildRejection>;
  readonly leaveGuild: UserCommand<{ readonly guildId: GuildId }, guild.LeaveGuildRejection>;
  readonly kickMember: UserCommand<
    { readonly guildId: GuildId; readonly userId: UserId; readonly reason: string | null },
    guild.KickMemberRejection
  >;
  readonly banMember: UserCommand<
    { readonly guildId: GuildId; readonly userId: UserId; readonly reason: string | null },
    guild.BanMemberRejection
  >;
  readonly unbanMember: UserCommand<{ readonly guildId: GuildId; readonly userId: UserId }, guild.UnbanMemberRejection>;
  /** A null `until` ends the time-out. */
  readonly timeOutMember: UserCommand<
    {
      readonly guildId: GuildId;
      readonly userId: UserId;
      readonly until: Instant | null;
      readonly reason: string | null;
    },
    guild.TimeOutMemberRejection
  >;
  /** A null `nickname` takes the nickname away. */
  readonly changeNickname: UserCommand<
    { readonly guildId: GuildId; readonly userId: UserId; readonly nickname: string | null },
    guild.ChangeNicknameRejection
  >;
  /** Makes a member the owner. It hashes the password of the owner, and of no other actor. */
  readonly changeOwner: UserCommand<
    { readonly guildId: GuildId; readonly userId: UserId; readonly password: string },
    guild.ChangeOwnerRejection | HasherBusy
  >;
  /** A member who joined in the last `newcomersHours` may not post meanwhile. A null `until` sets no end time. */
  readonly beginLockdown: UserCommand<
    {
      readonly guildId: GuildId;
      readonly until: Instant | null;
      readonly newcomersHours: number | null;
      readonly reason: string | null;
    },
    guild.BeginLockdownRejection
  >;
  readonly endLockdown: UserCommand<{ readonly guildId: GuildId }, guild.EndLockdownRejection>;

  readonly createRole: UserCommand<
    { readonly guildId: GuildId; readonly name: string } & GivenRole,
    guild.CreateRoleRejection,
    MadeRole
  >;
  readonly changeRole: UserCommand<
    { readonly guildId: GuildId; readonly roleId: RoleId } & GivenRole,
    guild.ChangeRoleRejection
  >;
  readonly deleteRole: UserCommand<
    { readonly guildId: GuildId; readonly roleId: RoleId } & GivenReason,
    guild.DeleteRoleRejection
  >;
  /** `order` names all roles but the everyone-role, from the lowest to the highest. */
  readonly orderRoles: UserCommand<
    { readonly guildId: GuildId; readonly order: ReadonlyArray<RoleId> },
    guild.OrderRolesRejection
  >;
  readonly giveRole: UserCommand<
    { readonly guildId: GuildId; readonly userId: UserId; readonly roleId: RoleId },
    guild.GiveRoleRejection
  >;
  readonly takeRole: UserCommand<
    { readonly guildId: GuildId; readonly userId: UserId; readonly roleId: RoleId },
    guild.TakeRoleRejection
  >;

  readonly createChannel: UserCommand<
    {
      readonly guildId: GuildId;
      readonly name: string;
      readonly channelKind: ChannelKind;
      /** The category of the channel, which follows its overwrites. Left out or null for none. */
      readonly parentId?: ChannelId | null | undefined;
    },
    channel.CreateChannelRejection,
    MadeChannel & ChannelSigns & { readonly permissions: ReadonlyArray<Permission> }
  >;
  /** Changes the facts that are named. A null or empty topic takes the topic away. */
  readonly changeChannel: UserCommand<
    ChannelRef & {
      readonly name?: string | undefined;
      readonly topic?: string | null | undefined;
      readonly slowModeSecs?: number | undefined;
      /** Tags that the forum shall offer, in their order. A tag without an id is new. */
      readonly tags?: ReadonlyArray<GivenTag> | undefined;
      readonly tagRequired?: boolean | undefined;
      /** Tags that the post shall carry. */
      readonly tagIds?: ReadonlyArray<TagId> | undefined;
    },
    channel.ChangeChannelRejection
  >;
  readonly deleteChannel: UserCommand<ChannelRef & GivenReason, channel.DeleteChannelRejection>;
  /** Orders the named channels among each other, from the top down. Channels that are not named keep their places. */
  readonly orderChannels: UserCommand<
    { readonly guildId: GuildId; readonly order: ReadonlyArray<ChannelPlace> },
    channel.OrderChannelsRejection
  >;
  readonly setOverwrite: UserCommand<
    ChannelRef & {
      readonly target: OverwriteTarget;
      readonly allow: ReadonlyArray<Permission>;
      readonly deny: ReadonlyArray<Permission>;
    },
    channel.SetOverwriteRejection
  >;
  readonly removeOverwrite: UserCommand<
    ChannelRef & { readonly target: OverwriteTarget },
    channel.RemoveOverwriteRejection
  >;
  /** Gives a channel the overwrites of its category, also later ones, until it gets its own again. */
  readonly syncChannel: UserCommand<ChannelRef, channel.SyncChannelRejection>;

  /**
   * Begins a thread in a channel, about a message of it or by itself. `content` is its first message, or null. A thread
   * about a message has the id of that message. A thread of a forum is a post, which needs a first message.
   */
  readonly beginThread: UserCommand<
    ChannelRef & {
      readonly rootId: MessageId | null;
      readonly name: string;
      readonly archiveAfterMins: ArchiveMins | undefined;
      readonly content: string | null;
      readonly tagIds?: ReadonlyArray<TagId> | undefined;
    },
    channel.BeginThreadRejection | message.SendMessageRejection,
    MadeThread
  >;
  /** Archives a thread now. The next message in it opens it again. */
  readonly archiveThread: UserCommand<ChannelRef, channel.ArchiveThreadRejection>;

  readonly createInvite: UserCommand<
    {
      readonly guildId: GuildId;
      readonly channelId: ChannelId | null;
      readonly expiresInSecs: number | null;
      readonly maxUses: number | null;
    },
    invite.CreateInviteRejection,
    MadeInvite
  >;
  /** `stream` is the stream of the invite, as the query of invites answered it. The command trusts only the stream. */
  readonly revokeInvite: UserCommand<
    { readonly guildId: GuildId; readonly inviteId: InviteId; readonly stream: StreamName } & GivenReason,
    invite.RevokeInviteRejection
  >;
  readonly acceptInvite: UserCommand<
    { readonly code: string },
    invite.AcceptInviteRejection,
    { readonly guildId: GuildId }
  >;

  readonly sendMessage: UserCommand<
    ChannelRef & {
      readonly content: string;
      readonly replyTo: MessageId | null;
      /** False for a reply that leaves the author of the message it answers alone. Every other reply mentions them. */
      readonly mentionReplied?: boolean | undefined;
      /** Uploads of the author in this channel, in their order. None when left out. */
      readonly attachments?: ReadonlyArray<GivenAttachment> | undefined;
      /** The message to forward. The content is a comment then, and may be empty. */
      readonly forwardOf?: MessageRef | null | undefined;
    },
    message.SendMessageRejection,
    MessageView
  >;
  /** Admits an upload to a channel. The id follows from the attempt, so a retry finds the upload of the first try. */
  readonly admitUpload: UserCommand<
    ChannelRef,
    message.AdmitUploadRejection,
    { readonly uploadId: AttachmentId; readonly guildId: GuildId | null }
  >;
  readonly editMessage: UserCommand<
    MessageRef & { readonly content: string; readonly ifRevision: Revision | undefined },
    message.EditMessageRejection,
    MessageView & { readonly editedAt: Instant }
  >;
  /** A deletion by the author keeps no reason. */
  readonly deleteMessage: UserCommand<MessageRef & GivenReason, message.DeleteMessageRejection>;
  /** Pins a message in its channel. Doing it again changes nothing. */
  readonly pinMessage: UserCommand<MessageRef, channel.PinMessageRejection>;
  readonly unpinMessage: UserCommand<MessageRef, channel.UnpinMessageRejection>;
  /**
   * Deletes messages of one channel, or of any channel with a null `channelId`. It skips messages that are unknown,
   * invisible or deleted already, and answers the ids of the messages that it deleted.
   */
  readonly deleteMessages: UserCommand<
    { readonly channelId: ChannelId | null; readonly messageIds: ReadonlyArray<MessageId> } & GivenReason,
    message.DeleteMessagesRejection,
    { readonly deleted: ReadonlyArray<MessageId> }
  >;
  /** Takes back the acts of these entries of the audit log. With `preview` it only answers what it would do. */
  readonly undo: UserCommand<
    { readonly guildId: GuildId; readonly entries: ReadonlyArray<UndoEntry>; readonly preview: boolean },
    UndoRejection,
    UndoOutcome
  >;

  readonly addReaction: UserCommand<MessageRef & { readonly emoji: string }, message.ReactRejection>;
  readonly removeReaction: UserCommand<MessageRef & { readonly emoji: string }, message.UnreactRejection>;
};
