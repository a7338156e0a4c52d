import { CHANNEL_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { lineText, type Text } from '#domain/kernel/text.ts';

export type ChannelName = Text<'ChannelName'>;
export const ChannelName = lineText<ChannelName>('channel name', CHANNEL_NAME_CHARS_MAX);
