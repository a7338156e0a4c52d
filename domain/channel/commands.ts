import type { ArchiveMins, ChannelKind, ForumTag, OverwriteTarget } from '#domain/channel/events.ts';
import type { PresentChannel } from '#domain/channel/state.ts';
import type { ChannelName, ChannelTopic } from '#domain/channel/values.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { ChannelId, MessageId, TagId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { Reason } from '#domain/kernel/reason.ts';
import type { Authority } from '#domain/permission/authority.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Rank } from '#domain/permission/hierarchy.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';

/**
 * Creates a channel that stands in the guild's list already. Authority, the limit and the category were checked for
 * that list.
 */
export type CreateChannel = {
  readonly channelId: ChannelId;
  readonly home: Home;
  readonly parentId: ChannelId | null;
  readonly name: ChannelName;
  readonly channelKind: ChannelKind;
};
/**
 * Changes the facts that are named. A null topic takes the topic away. `forum` is the channel in which a post stands,
 * whose tags count for the post. Other channels need none.
 */
export type ChangeChannel = {
  readonly name?: ChannelName | undefined;
  readonly topic?: ChannelTopic | null | undefined;
  readonly slowModeSecs?: number | undefined;
  /** Tags that the forum shall offer, in their order. */
  readonly tags?: ReadonlyArray<ForumTag> | undefined;
  readonly tagRequired?: boolean | undefined;
  /** Tags that the post shall carry. */
  readonly tagIds?: ReadonlyArray<TagId> | undefined;
  readonly forum?: PresentChannel | undefined;
  readonly authority: Authority;
};
export type DeleteChannel = { readonly reason: Reason | null; readonly authority: Authority };

/** `effective` holds the overwrites that count in the channel: its own, or those of the category that it follows. */
export type MoveChannel = {
  readonly parentId: ChannelId | null;
  readonly effective: Overwrites;
  readonly authority: Authority;
};
/** `targetRank` is the rank of the role or member. It is null for a target that the guild does not have. */
export type SetOverwrite = {
  readonly target: OverwriteTarget;
  readonly targetRank: Rank | null;
  readonly allow: ReadonlyArray<Permission>;
  readonly deny: ReadonlyArray<Permission>;
  readonly effective: Overwrites;
  readonly authority: Authority;
};
export type RemoveOverwrite = Pick<SetOverwrite, 'target' | 'effective' | 'authority'> & { readonly targetRank: Rank };
/** `category` holds the overwrites of the channel's category, or null if there is none. */
export type SyncChannel = {
  readonly category: Overwrites | null;
  readonly effective: Overwrites;
  /** The highest rank among the targets whose overwrite the sync changes. */
  readonly highestRank: Rank;
  readonly authority: Authority;
};

/**
 * Pins a message. `isThere` is true for a message in this channel that is not deleted. `gone` holds the pinned messages
 * that nothing brings back. They are looked for when the channel has no place left.
 */
export type PinMessage = {
  readonly messageId: MessageId;
  readonly isThere: boolean;
  readonly gone: ReadonlyArray<MessageId>;
  readonly authority: Authority;
  readonly at: Instant;
};
/** Takes the pin of a message away. */
export type UnpinMessage = Pick<PinMessage, 'messageId' | 'isThere' | 'authority'>;

/**
 * Begins a thread. `parent` is the channel in which it begins, and the authority is that of the actor in it.
 * `rootIsThere` is true for a root that stands in the parent and is not deleted. A thread of a forum is a post: it needs
 * words, and may carry tags.
 */
export type BeginThread = {
  readonly channelId: ChannelId;
  readonly parent: PresentChannel;
  readonly rootId: MessageId | null;
  readonly rootIsThere: boolean;
  readonly name: ChannelName;
  readonly archiveAfterMins: ArchiveMins;
  /** True for a thread that begins with a first message. */
  readonly hasWords: boolean;
  readonly tagIds: ReadonlyArray<TagId>;
  readonly authority: Authority;
  readonly at: Instant;
};
export type ArchiveThread = { readonly authority: Authority; readonly at: Instant };
