import type { Commands } from '#commands/commands.ts';
import { GuildId } from '#domain/kernel/ids.ts';
import { created, done, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import { ORDER_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  changeChannelRefusals,
  createChannelRefusals,
  deleteChannelRefusals,
  orderChannelsRefusals,
  presentAnyChannel,
  presentChannel,
  presentChannelMade,
} from '#gateway/present/channel.ts';
import { ChannelDeletionAnswer } from '#gateway/protocol/governance.ts';
import { ChangeChannelBody, CreateChannelBody, OrderChannelsBody } from '#gateway/protocol/requests.ts';
import { AnyChannel, Channel, ChannelList } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'channel';
const inGuild = { guild_id: id(GuildId) };

export const channelRoutes = (deps: {
  readonly commands: Pick<Commands, 'createChannel' | 'changeChannel' | 'deleteChannel' | 'orderChannels'>;
  readonly queries: Pick<Queries, 'channels' | 'channelVisible' | 'channelDeletion'>;
}): ReadonlyArray<Endpoint> => [
  command({
    name: 'createChannel',
    method: 'POST',
    path: '/guilds/{guild_id}/channels',
    slice,
    says: 'Makes a channel. Needs manage_channels.',
    params: inGuild,
    limits: [perUser('channels_created_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, CreateChannelBody),
    run: ({ attempt, params, body }) =>
      deps.commands.createChannel({
        ...attempt,
        guildId: params.guild_id,
        name: body.name,
        channelKind: body.kind,
        parentId: body.parent_id ?? null,
      }),
    refuse: createChannelRefusals,
    answer: created('The channel.', Channel),
    present: presentChannelMade,
  }),
  question({
    name: 'listChannels',
    method: 'GET',
    path: '/guilds/{guild_id}/channels',
    slice,
    says: 'The channels of a guild that you may see.',
    params: inGuild,
    ask: ({ params, ...asked }) => deps.queries.channels({ ...asked, guildId: params.guild_id }),
    answer: ok('The channels.', ChannelList),
    present: (channels) => ({ channels: channels.map(presentChannel) }),
  }),
  command({
    name: 'orderChannels',
    method: 'PATCH',
    path: '/guilds/{guild_id}/channels',
    slice,
    says: 'Orders channels and moves them into categories. Nobody gains or loses sight by it. Needs manage_channels.',
    params: inGuild,
    limits: [perUser('changes_per_user')],
    body: within(ORDER_BODY_BYTES_MAX, OrderChannelsBody),
    run: ({ attempt, params, body }) =>
      deps.commands.orderChannels({
        ...attempt,
        guildId: params.guild_id,
        order: body.order.map(({ channel_id, parent_id }) => ({ channelId: channel_id, parentId: parent_id })),
      }),
    refuse: orderChannelsRefusals,
    answer: done('Ordered.'),
  }),
  question({
    name: 'readChannel',
    method: 'GET',
    path: '/channels/{channel_id}',
    slice,
    says: 'One channel. Needs view_channel.',
    params: inChannel,
    ask: ({ params, ...asked }) => deps.queries.channelVisible({ ...asked, ...channelOf(params) }),
    answer: ok('The channel, which may be a thread.', AnyChannel),
    present: presentAnyChannel,
  }),
  command({
    name: 'changeChannel',
    method: 'PATCH',
    path: '/channels/{channel_id}',
    slice,
    says: 'Changes the name, the topic, the slow mode and, of a forum, the tags of a channel, or the tags of a post. Needs manage_channels, or manage_threads for a thread that you did not begin.',
    params: inChannel,
    limits: [perUser('changes_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, ChangeChannelBody),
    run: ({ attempt, params, body }) =>
      deps.commands.changeChannel({
        ...attempt,
        ...channelOf(params),
        name: body.name,
        topic: body.topic,
        slowModeSecs: body.slow_mode_secs,
        tags: body.tags?.map(({ tag_id: tagId, ...tag }) => ({ tagId, ...tag })),
        tagRequired: body.tag_required,
        tagIds: body.tag_ids,
      }),
    refuse: changeChannelRefusals,
    answer: done('Changed.'),
  }),
  question({
    name: 'previewChannelDeletion',
    method: 'GET',
    path: '/channels/{channel_id}/deletion-preview',
    slice,
    says: 'Counts the messages that a deletion of the channel takes, and the members who lose sight. Needs manage_channels.',
    params: inChannel,
    ask: ({ params, ...asked }) => deps.queries.channelDeletion({ ...asked, ...channelOf(params) }),
    answer: ok('The counts.', ChannelDeletionAnswer),
    present: ({ messages, isMore, members }): ChannelDeletionAnswer => ({
      messages_count: messages,
      more_messages: isMore,
      members_count: members,
    }),
  }),
  command({
    name: 'deleteChannel',
    method: 'DELETE',
    path: '/channels/{channel_id}',
    slice,
    says: 'Deletes a channel with all its messages. Needs manage_channels.',
    params: inChannel,
    limits: [perUser('changes_per_user')],
    takesReason: true,
    run: ({ attempt, params, reason }) => deps.commands.deleteChannel({ ...attempt, ...channelOf(params), reason }),
    refuse: deleteChannelRefusals,
    answer: done('Deleted.'),
  }),
];
