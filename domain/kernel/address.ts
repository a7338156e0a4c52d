import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';

/**
 * The address of a channel: its id alone. The channel's own stream names its home, so an address holds no guild.
 */
export type ChannelRef = { readonly channelId: ChannelId };

/** The address of a message. The message is unknown in every other channel. */
export type MessageRef = ChannelRef & { readonly messageId: MessageId };
