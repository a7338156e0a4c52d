import type { MadeChannel } from '#commands/commands.ts';
import type * as channel from '#domain/channel/rejections.ts';
import type { ChannelSigns } from '#domain/channel/signs.ts';
import { NO_TAGS } from '#domain/channel/state.ts';
import { headerReasonInvalid, notFound, saysWhy, shared } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import { presentTag } from '#gateway/present/tag.ts';
import type { AnyChannel, Channel } from '#gateway/protocol/resources.ts';
import type { AnyChannelView, ChannelView } from '#queries/queries.ts';

/** Presents the facts that most channels lack. They are left out where they say nothing, which keeps snapshots small. */
export const presentExtras = ({
  topic,
  slowModeSecs,
  tags,
  tagRequired,
  synced,
  isPrivate,
  isLocked,
  place,
}: Extras) => ({
  ...(topic === null ? {} : { topic }),
  ...(slowModeSecs === 0 ? {} : { slow_mode_secs: slowModeSecs }),
  ...(tags.length === 0 ? {} : { tags: tags.map(presentTag) }),
  ...(tagRequired ? { tag_required: true } : {}),
  ...(synced ? { synced } : {}),
  ...(isPrivate ? { private: true } : {}),
  ...(isLocked ? { locked: true } : {}),
  ...(place === 0 ? {} : { place }),
});
type Extras = Pick<
  ChannelView,
  'topic' | 'slowModeSecs' | 'tags' | 'tagRequired' | 'synced' | 'place' | keyof ChannelSigns
>;

export const presentAnyChannel = (view: AnyChannelView): AnyChannel => ({
  channel_id: view.channelId,
  guild_id: view.guildId,
  name: view.name,
  kind: view.channelKind,
  parent_id: view.parentId,
  created_at: view.createdAt,
  permissions: view.permissions,
  ...presentExtras(view),
});
export const presentChannel = (view: ChannelView): Channel => ({
  ...presentAnyChannel(view),
  kind: view.channelKind,
});

export const presentChannelMade = (
  made: MadeChannel & Pick<ChannelView, 'permissions' | keyof ChannelSigns>,
): Channel => presentChannel({ ...made, topic: null, slowModeSecs: 0, ...NO_TAGS, place: 0 });

const nameInvalid = saysWhy('channel_name_invalid', 'name');
const categoryUnknown = explained('category_unknown', 'Choose a category of this guild that you can see.');
const notForAThread = explained('not_for_a_thread', 'A thread has these of its channel. Change the channel instead.');
const categoryNested = explained('category_nested', 'A category cannot stand in another category.');

/** Refusals of tags on a post. */
export const postTagsRefusals = {
  NotAForum: explained('not_a_forum', 'Only forums have tags, and only their posts carry them.'),
  PostTagsInvalid: saysWhy('post_tags_invalid', 'tag_ids'),
  TagRequired: explained('tag_required', 'Choose a tag. This forum asks for one on each post.'),
};

export const createChannelRefusals: Refusals<channel.CreateChannelRejection> = {
  GuildUnknown: shared.GuildUnknown,
  MissingPermission: shared.MissingPermission,
  ChannelNameInvalid: nameInvalid,
  CategoryUnknown: categoryUnknown,
  CategoryNested: categoryNested,
  TooManyChannels: {
    code: 'too_many_channels',
    explain: ({ max }) => ({ detail: `A guild has at most ${max} channels. Delete one that is no longer needed.` }),
  },
  AttemptReused: shared.AttemptReused,
};

export const changeChannelRefusals: Refusals<channel.ChangeChannelRejection> = {
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  ChannelNameInvalid: nameInvalid,
  TopicInvalid: saysWhy('topic_invalid', 'topic'),
  SlowModeInvalid: saysWhy('slow_mode_invalid', 'slow_mode_secs'),
  NotForACategory: explained('not_for_a_category', 'Set the topic and the slow mode of the channels in the category.'),
  NotForAThread: notForAThread,
  TagsInvalid: saysWhy('tags_invalid', 'tags'),
  ...postTagsRefusals,
  AttemptReused: shared.AttemptReused,
};

export const deleteChannelRefusals: Refusals<channel.DeleteChannelRejection> = {
  ReasonInvalid: headerReasonInvalid,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  AttemptReused: shared.AttemptReused,
};

export const orderChannelsRefusals: Refusals<channel.OrderChannelsRejection> = {
  GuildUnknown: shared.GuildUnknown,
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  CategoryUnknown: categoryUnknown,
  CategoryNested: categoryNested,
  ChannelOrderInvalid: saysWhy('channel_order_invalid', 'order'),
  AttemptReused: shared.AttemptReused,
};

export const removeOverwriteRefusals: Refusals<channel.RemoveOverwriteRejection> = {
  ChannelUnknown: shared.ChannelUnknown,
  MissingPermission: shared.MissingPermission,
  OverwriteOutranksActor: explained(
    'outranks_actor',
    'You can set permissions only for roles and members that rank below you.',
  ),
  NotForAThread: notForAThread,
  AttemptReused: shared.AttemptReused,
};

export const setOverwriteRefusals: Refusals<channel.SetOverwriteRejection> = {
  ...removeOverwriteRefusals,
  OverwriteInvalid: saysWhy('overwrite_invalid', 'allow'),
  OverwriteTargetUnknown: notFound,
  TooManyOverwrites: {
    code: 'too_many_overwrites',
    explain: ({ max }) => ({
      detail: `A channel has at most ${max} overwrites. Remove one, or give several members a role.`,
    }),
  },
};

export const syncChannelRefusals: Refusals<channel.SyncChannelRejection> = {
  ...removeOverwriteRefusals,
  NotInACategory: explained('not_in_a_category', 'Move the channel into a category first.'),
};
