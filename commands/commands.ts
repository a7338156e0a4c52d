/**
 * Everything the write side can be asked to do, as one record: the seam between the gateway and the commands.
 * An actor is always a user here; imports and the operator have commands of their own.
 */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { HasherBusy } from '#commands/ports/password-hasher.ts';
import type * as account from '#domain/account/rejections.ts';
import type { ChannelKind } from '#domain/channel/events.ts';
import type * as channel from '#domain/channel/rejections.ts';
import type * as guild from '#domain/guild/rejections.ts';
import type * as invite from '#domain/invite/rejections.ts';
import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import type { Position, Revision } from '#domain/kernel/event.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { ChannelId, CommandId, GuildId, InviteId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { SessionOver } from '#domain/kernel/rejection.ts';
import type * as message from '#domain/message/rejections.ts';
import type { MessageView } from '#domain/message/view.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type * as session from '#domain/session/rejections.ts';

/** One attempt by one user. `commandId` comes from the client's idempotency key, or is fresh. */
export type Attempt = {
  readonly commandId: CommandId;
  readonly actor: UserId;
  readonly session: SessionId;
  readonly correlation: string;
};
/** An attempt by somebody who has no session yet. */
export type AnonymousAttempt = { readonly commandId: CommandId; readonly correlation: string };

/** `position` is what a client's next read may ask to see; it leaves the house only sealed. */
export type Done<A> = { readonly position: Position; readonly value: A };

/** Command: answers an intent, or refuses it by a rule of its slice, or fails with the world. */
export type Run<I, R, A = void> = (intent: I) => TaskEither<R | CommandFailure, Done<A>>;
/** Command of a user who is logged in. Every one may find that the session is over. */
export type Signed<I, R, A = void> = Run<Attempt & I, R | SessionOver, A>;
/** Command of a caller who has no session yet, or only its refresh token. */
export type Unsigned<I, R, A = void> = Run<AnonymousAttempt & I, R, A>;
/** Command that hashes a password. Every one may find that too many wait for that. */
export type Hashing<I, R, A = void> = Unsigned<I, R | HasherBusy, A>;

export type Tokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly userId: UserId;
  readonly sessionId: SessionId;
};

export type GuildMade = {
  readonly guildId: GuildId;
  readonly name: string;
  readonly ownerId: UserId;
  readonly createdAt: Instant;
};
export type ChannelMade = ChannelRef & {
  readonly guildId: GuildId;
  readonly name: string;
  readonly channelKind: ChannelKind;
  readonly createdAt: Instant;
};
export type InviteMade = {
  readonly inviteId: InviteId;
  readonly code: string;
  readonly guildId: GuildId;
  readonly channelId: ChannelId | null;
  readonly expiresAt: Instant | null;
  readonly maxUses: number | null;
};

export type Commands = {
  /** Succeeds alike for free and taken names: `created` is for the audit log of the server, never for the answer. */
  readonly register: Hashing<
    { readonly username: string; readonly password: string; readonly invite: string | undefined },
    account.RegisterRejection,
    { readonly created: boolean }
  >;
  readonly claimOwnership: Hashing<
    { readonly secret: string; readonly username: string; readonly password: string; readonly device: string },
    account.ClaimOwnershipRejection,
    Tokens
  >;
  readonly login: Hashing<
    { readonly username: string; readonly password: string; readonly device: string },
    session.LoginRejection,
    Tokens
  >;
  readonly refreshSession: Unsigned<{ readonly refreshToken: string }, session.RefreshRejection, Tokens>;
  /** By refresh token; an unknown one is success too, so logging out twice is no error. */
  readonly logout: Unsigned<{ readonly refreshToken: string }, never>;
  readonly revokeSession: Signed<{ readonly target: SessionId }, session.RevokeSessionRejection>;

  readonly createGuild: Signed<{ readonly name: string }, guild.CreateGuildRejection, GuildMade>;
  readonly renameGuild: Signed<{ readonly guildId: GuildId; readonly name: string }, guild.ChangeGuildRejection>;
  readonly deleteGuild: Signed<{ readonly guildId: GuildId }, guild.DeleteGuildRejection>;
  readonly leaveGuild: Signed<{ readonly guildId: GuildId }, guild.LeaveGuildRejection>;
  readonly kickMember: Signed<
    { readonly guildId: GuildId; readonly userId: UserId; readonly reason: string | null },
    guild.KickMemberRejection
  >;

  readonly createChannel: Signed<
    { readonly guildId: GuildId; readonly name: string; readonly channelKind: ChannelKind },
    channel.CreateChannelRejection,
    ChannelMade & { readonly permissions: ReadonlyArray<Permission> }
  >;
  readonly renameChannel: Signed<ChannelRef & { readonly name: string }, channel.ChangeChannelRejection>;
  readonly deleteChannel: Signed<ChannelRef, channel.ChangeChannelRejection>;

  readonly createInvite: Signed<
    {
      readonly guildId: GuildId;
      readonly channelId: ChannelId | null;
      readonly expiresInSecs: number | null;
      readonly maxUses: number | null;
    },
    invite.CreateInviteRejection,
    InviteMade
  >;
  readonly acceptInvite: Signed<{ readonly code: string }, invite.AcceptInviteRejection, { readonly guildId: GuildId }>;

  readonly sendMessage: Signed<
    ChannelRef & { readonly content: string; readonly replyTo: MessageId | null },
    message.SendMessageRejection,
    MessageView
  >;
  readonly editMessage: Signed<
    MessageRef & { readonly content: string; readonly ifRevision: Revision | undefined },
    message.EditMessageRejection,
    MessageView & { readonly editedAt: Instant }
  >;
  readonly deleteMessage: Signed<MessageRef, message.DeleteMessageRejection>;
  readonly addReaction: Signed<MessageRef & { readonly emoji: string }, message.ReactRejection>;
  readonly removeReaction: Signed<MessageRef & { readonly emoji: string }, message.UnreactRejection>;
};
