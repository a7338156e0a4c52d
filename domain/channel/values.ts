import { cleanedLine } from '#domain/kernel/cleaned.ts';
import { CHANNEL_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { lineText, rewriting, type Text } from '#domain/kernel/text.ts';

export type ChannelName = Text<'ChannelName'>;
export const ChannelName = lineText<ChannelName>('channel name', CHANNEL_NAME_CHARS_MAX);

/** The name of an imported channel, cleaned and never refused. */
export const ImportedChannelName = rewriting(ChannelName, cleanedLine(CHANNEL_NAME_CHARS_MAX, '(unnamed)'));
