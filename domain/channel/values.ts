import { cleanedLine } from '#domain/kernel/cleaned.ts';
import { isOneEmoji, oneFormOf } from '#domain/kernel/emoji.ts';
import { CHANNEL_NAME_CHARS_MAX, EMOJI_CHARS_MAX, TAG_NAME_CHARS_MAX, TOPIC_CHARS_MAX } from '#domain/kernel/limits.ts';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';
import { boundedText, lineText, rewriting, type Text } from '#domain/kernel/text.ts';

export type ChannelName = Text<'ChannelName'>;
export const ChannelName = lineText<ChannelName>('channel name', CHANNEL_NAME_CHARS_MAX);

/** The name of an imported channel, cleaned and never refused. */
export const ImportedChannelName = rewriting(ChannelName, cleanedLine(CHANNEL_NAME_CHARS_MAX, '(unnamed)'));

/** The topic of a channel keeps its lines. Every line end becomes `\n`. Other control characters are refused. */
export type ChannelTopic = Text<'ChannelTopic'>;
export const ChannelTopic = rewriting(
  boundedText<ChannelTopic>('topic', {
    max: TOPIC_CHARS_MAX,
    rule: /^[\P{Cc}\n]*$/u,
    says: 'must not contain control characters other than line breaks',
  }),
  withPlainLineEnds,
);

export type TagName = Text<'TagName'>;
export const TagName = lineText<TagName>('name of a tag', TAG_NAME_CHARS_MAX);

/** The emoji before the name of a tag, in its one form. */
export type TagEmoji = Text<'TagEmoji'>;
export const TagEmoji = rewriting(
  boundedText<TagEmoji>('emoji of a tag', {
    max: EMOJI_CHARS_MAX,
    rule: { test: isOneEmoji },
    says: 'must be one emoji',
  }),
  oneFormOf,
);
