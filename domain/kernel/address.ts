import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';

/** The address of a channel is its id alone. The channel's own stream names its home, so an address holds no guild. */
export type ChannelRef = { readonly channelId: ChannelId };

/** The address of a message names its channel too. The message is unknown in every other channel. */
export type MessageRef = ChannelRef & { readonly messageId: MessageId };
