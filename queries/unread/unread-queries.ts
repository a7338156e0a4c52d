/** Questions about what users have read, and their answers. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, RoleId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Query, QueryFailure } from '#queries/queries.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

/**
 * Point up to which a user has read a channel. Messages after the position count, if they are also newer than the time.
 * `at` is null where the position decides alone: the timeline has the message of the user's marker.
 */
export type ReadFloor = { readonly position: Position; readonly at: Instant | null };
/** Floor of a user without a marker. */
export type FirstFloor = ReadFloor & { readonly at: Instant };
/** Read marker of a user. `lastRead` is null when the user wants to have read nothing. */
export type ReadMarkerView = {
  readonly channelId: ChannelId;
  readonly guildId: GuildId;
  readonly lastRead: MessageId | null;
  readonly floor: ReadFloor;
};
/** Number of unread messages of a channel whose history the viewer may see. */
export type UnreadView = {
  readonly channelId: ChannelId;
  readonly guildId: GuildId;
  /** Null without a marker. */
  readonly lastRead: MessageId | null;
  /** From 1 to `UNREAD_MAX`. */
  readonly unread: number;
  /** Number of the unread messages that mention the viewer, from 0 to `UNREAD_MAX`. */
  readonly mentions: number;
};
/** Mentions that do not count for a viewer in a guild: those of everyone and here, and those of roles. */
export type MentionSuppression = { readonly everyone: boolean; readonly roles: boolean };
/** Thread that a viewer follows. The gateway keeps it also while it is hidden, which no client is told. */
export type FollowedThreadView = {
  readonly thread: ThreadView;
  /** Time from which messages count for a viewer without a marker, who joined the guild before it. */
  readonly since: Instant;
  /** True for a thread that the viewer sees with its history, and that is not deleted. */
  readonly isSeen: boolean;
};
/**
 * Read state of a viewer. The gateway keeps the markers, with those of hidden channels, which no client is told. A thread
 * counts for a viewer who follows it.
 */
export type ReadStateView = {
  readonly unread: ReadonlyArray<UnreadView>;
  readonly markers: ReadonlyArray<ReadMarkerView>;
  /** The threads that the viewer follows in guilds of theirs. Threads of deleted guilds are left out. */
  readonly followed: ReadonlyArray<FollowedThreadView>;
  /** Floor in each guild of the viewer, for the channels in which the viewer has no marker. */
  readonly since: ReadonlyMap<GuildId, FirstFloor>;
  /** Guilds in which the viewer suppresses mentions. */
  readonly suppressed: ReadonlyMap<GuildId, MentionSuppression>;
};
/** Message up to which a viewer has read, or null for none, with the time at which it was sent. */
export type ReadPlaceView = {
  readonly channelId: ChannelId;
  readonly messageId: MessageId | null;
  readonly sentAt: Instant;
};
/** Newest messages of a channel that are not deleted, the newest first. */
export type NewestMessagesView = {
  readonly channelId: ChannelId;
  readonly messages: ReadonlyArray<{
    readonly position: Position;
    readonly authorId: UserId;
    readonly sentAt: Instant;
    /** Targets that the message mentions and mentioned when it was sent: users, roles, and the guild for everyone. */
    readonly mentioned: ReadonlyArray<MentionTarget>;
  }>;
};

/** Target of a mention: a user, a role, or the guild, which stands for everyone. */
export type MentionTarget = UserId | RoleId | GuildId;

export type UnreadQueries = {
  /** The read state of the viewer, in all channels or in these. */
  readonly readState: Query<{ readonly channels: ReadonlyArray<ChannelId> | undefined }, ReadStateView>;
  /** The place of a marker that ends with a message, or that stands right before it. */
  readonly readPlace: Query<MessageRef & { readonly side: 'through' | 'before' }, ReadPlaceView>;
  /** The newest message of each channel of a guild whose history the viewer may see. */
  readonly readPlacesOfGuild: Query<{ readonly guildId: GuildId }, ReadonlyArray<ReadPlaceView>>;
  /** Newest messages of channels, for the gateway, which counts them for its listeners. It decides no visibility. */
  readonly newestMessages: (question: {
    readonly channels: ReadonlyArray<ChannelId>;
  }) => TaskEither<QueryFailure, ReadonlyArray<NewestMessagesView>>;
};
