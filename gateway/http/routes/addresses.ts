import type { ChannelRef, MessageRef } from '#domain/kernel/address.ts';
import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { id } from '#gateway/protocol/wire.ts';

/** The address of a channel or a message, as the parameters of a path and as the house names it. */
export const inChannel = { channel_id: id(ChannelId) };
export const atMessage = { ...inChannel, message_id: id(MessageId) };

type Channel = { readonly channel_id: ChannelId };

export const channelOf = (params: Channel): ChannelRef => ({ channelId: params.channel_id });
export const messageOf = (params: Channel & { readonly message_id: MessageId }): MessageRef => ({
  ...channelOf(params),
  messageId: params.message_id,
});
