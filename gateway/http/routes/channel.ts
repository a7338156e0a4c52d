import type { Commands } from '#commands/commands.ts';
import { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { created, done, type Endpoint, ok, perUser } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import {
  changeChannelRefusals,
  createChannelRefusals,
  presentChannel,
  presentChannelMade,
} from '#gateway/present/channel.ts';
import { ChangeChannelBody, CreateChannelBody } from '#gateway/protocol/requests.ts';
import { Channel, ChannelList } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'channel';
const inGuild = { guild_id: id(GuildId) };
const place = { ...inGuild, channel_id: id(ChannelId) };

export const channelRoutes = (deps: {
  readonly commands: Pick<Commands, 'createChannel' | 'renameChannel' | 'deleteChannel'>;
  readonly queries: Pick<Queries, 'channels'>;
}): ReadonlyArray<Endpoint> => [
  command({
    name: 'createChannel',
    method: 'POST',
    path: '/guilds/{guild_id}/channels',
    slice,
    says: 'Makes a channel. Needs manage_channels.',
    params: inGuild,
    limits: [perUser('channels_created_per_user')],
    body: CreateChannelBody,
    run: ({ attempt, params, body }) =>
      deps.commands.createChannel({ ...attempt, guildId: params.guild_id, name: body.name, kind: body.kind }),
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
    name: 'changeChannel',
    method: 'PATCH',
    path: '/guilds/{guild_id}/channels/{channel_id}',
    slice,
    says: 'Renames a channel. Needs manage_channels.',
    params: place,
    limits: [perUser('changes_per_user')],
    body: ChangeChannelBody,
    run: ({ attempt, params, body }) =>
      deps.commands.renameChannel({
        ...attempt,
        guildId: params.guild_id,
        channelId: params.channel_id,
        name: body.name,
      }),
    refuse: changeChannelRefusals,
    answer: done('Renamed.'),
  }),
  command({
    name: 'deleteChannel',
    method: 'DELETE',
    path: '/guilds/{guild_id}/channels/{channel_id}',
    slice,
    says: 'Deletes a channel with all that was said in it. Needs manage_channels.',
    params: place,
    limits: [perUser('changes_per_user')],
    run: ({ attempt, params }) =>
      deps.commands.deleteChannel({ ...attempt, guildId: params.guild_id, channelId: params.channel_id }),
    refuse: changeChannelRefusals,
    answer: done('Deleted.'),
  }),
];
