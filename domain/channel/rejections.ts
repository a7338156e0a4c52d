import type {
  AttemptReused,
  ChannelUnknown,
  GuildLockedDown,
  GuildUnknown,
  ReasonInvalid,
  TooManyChannels,
} from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

export type ChannelNameInvalid = { readonly kind: 'ChannelNameInvalid'; readonly why: string };
export type TopicInvalid = { readonly kind: 'TopicInvalid'; readonly why: string };
export type SlowModeInvalid = { readonly kind: 'SlowModeInvalid'; readonly why: string };
/** A refusal because a category has neither a topic nor a slow mode. */
export type NotForACategory = { readonly kind: 'NotForACategory' };

/** A refusal of a parent that is no category of this guild, or that the actor cannot see. */
export type CategoryUnknown = { readonly kind: 'CategoryUnknown' };
/** A refusal because a category cannot stand in a category. */
export type CategoryNested = { readonly kind: 'CategoryNested' };
/** A refusal of a sync because the channel stands in no category that exists. */
export type NotInACategory = { readonly kind: 'NotInACategory' };
/** A refusal of an order that names a channel twice, or one that the actor cannot see. */
export type ChannelOrderInvalid = { readonly kind: 'ChannelOrderInvalid'; readonly why: string };

export type OverwriteInvalid = { readonly kind: 'OverwriteInvalid'; readonly why: string };
/** A refusal because the guild has no such role or member. */
export type OverwriteTargetUnknown = { readonly kind: 'OverwriteTargetUnknown' };
/** A refusal because the role or member ranks at or above the actor. So no member changes what they may do themselves. */
export type OverwriteOutranksActor = { readonly kind: 'OverwriteOutranksActor' };
export type TooManyOverwrites = { readonly kind: 'TooManyOverwrites'; readonly max: number };

/** A refusal of one more than `max` pinned messages. */
export type PinsFull = { readonly kind: 'PinsFull'; readonly max: number };
/** A refusal of a pin of a message that never was, is deleted, or stands in another channel. */
export type PinnedUnknown = { readonly kind: 'PinnedUnknown' };

/** A refusal of a topic, a slow mode, overwrites or a sync for a thread, which has those of its parent. */
export type NotForAThread = { readonly kind: 'NotForAThread' };
/** A refusal of tags that a forum shall offer. */
export type TagsInvalid = { readonly kind: 'TagsInvalid'; readonly why: string };
/** A refusal of tags for a channel that is no forum, or for a thread that is no post. */
export type NotAForum = { readonly kind: 'NotAForum' };
/** A refusal of tags for a post: too many of them, one twice, or one that the forum does not have. */
export type PostTagsInvalid = { readonly kind: 'PostTagsInvalid'; readonly why: string };
/** A refusal of a post without a tag, because its forum asks for one. */
export type TagRequired = { readonly kind: 'TagRequired' };
/** A refusal of a post without a first message. */
export type PostWithoutWords = { readonly kind: 'PostWithoutWords' };
/** A refusal of a thread in a channel that holds no messages. */
export type NoThreadsHere = { readonly kind: 'NoThreadsHere' };
/** A refusal of a second thread about a message. The first one may be deleted. */
export type ThreadExists = { readonly kind: 'ThreadExists' };
/** A refusal of a thread about a message that never was, is deleted, or stands in another channel. */
export type RootUnknown = { readonly kind: 'RootUnknown' };
/** A refusal because the channel is no thread. */
export type NotAThread = { readonly kind: 'NotAThread' };

export type CreateChannelRejection =
  | GuildUnknown
  | MissingPermission
  | ChannelNameInvalid
  | CategoryUnknown
  | CategoryNested
  | TooManyChannels
  | AttemptReused;
export type ChangeChannelRejection =
  | ChannelUnknown
  | MissingPermission
  | ChannelNameInvalid
  | TopicInvalid
  | SlowModeInvalid
  | NotForACategory
  | NotForAThread
  | TagsInvalid
  | NotAForum
  | PostTagsInvalid
  | TagRequired
  | AttemptReused;
export type DeleteChannelRejection = ChannelUnknown | MissingPermission | ReasonInvalid | AttemptReused;
export type OrderChannelsRejection =
  | GuildUnknown
  | MissingPermission
  | CategoryUnknown
  | CategoryNested
  | ChannelOrderInvalid
  | ChannelUnknown
  | AttemptReused;
export type RemoveOverwriteRejection =
  | ChannelUnknown
  | MissingPermission
  | OverwriteOutranksActor
  | NotForAThread
  | AttemptReused;
export type SetOverwriteRejection =
  | RemoveOverwriteRejection
  | OverwriteInvalid
  | OverwriteTargetUnknown
  | TooManyOverwrites;
export type SyncChannelRejection = RemoveOverwriteRejection | NotInACategory;
export type UnpinMessageRejection = ChannelUnknown | MissingPermission | PinnedUnknown | AttemptReused;
export type PinMessageRejection = UnpinMessageRejection | PinsFull;
export type BeginThreadRejection =
  | ChannelUnknown
  | GuildLockedDown
  | MissingPermission
  | ChannelNameInvalid
  | NoThreadsHere
  | RootUnknown
  | ThreadExists
  | NotAForum
  | PostTagsInvalid
  | TagRequired
  | PostWithoutWords
  | AttemptReused;
export type ArchiveThreadRejection = ChannelUnknown | MissingPermission | NotAThread | AttemptReused;
