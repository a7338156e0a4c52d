import { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { id } from '#gateway/protocol/wire.ts';

/** The parts of a message's address, as a path names them and as the house does. */
export const inChannel = { guild_id: id(GuildId), channel_id: id(ChannelId) };
export const atMessage = { ...inChannel, message_id: id(MessageId) };

type Channel = { readonly guild_id: GuildId; readonly channel_id: ChannelId };

export const channelOf = (params: Channel) => ({ guildId: params.guild_id, channelId: params.channel_id });
export const messageOf = (params: Channel & { readonly message_id: MessageId }) => ({
  ...channelOf(params),
  messageId: params.message_id,
});
