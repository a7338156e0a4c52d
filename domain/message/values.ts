import { cleanedText } from '#domain/kernel/cleaned.ts';
import { isOneEmoji, oneFormOf } from '#domain/kernel/emoji.ts';
import { EMOJI_CHARS_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';
import { boundedText, rewriting, type Text } from '#domain/kernel/text.ts';

/** The content of a message keeps lines and tabs. Every line end becomes `\n`. Other control characters are refused. */
export type MessageContent = Text<'MessageContent'>;
export const MessageContent = rewriting(
  boundedText<MessageContent>('content', {
    max: MESSAGE_CHARS_MAX,
    rule: /^[\P{Cc}\n\t]*$/u,
    says: 'must not contain control characters other than line breaks and tabs',
  }),
  withPlainLineEnds,
);

/** The content of a message that has files, or is a forward, and has no words. No other message is empty. */
export const NO_WORDS = '' as MessageContent;

/** The content of an imported message, cleaned. It is refused only when nothing visible is left, or too much. */
export const ImportedContent = rewriting(MessageContent, cleanedText);

/** A kind of thing that a message carries besides its words. */
export type CarriedKind = 'link' | 'file' | 'image';

/**
 * An emoji is one picture as people see it, however many code points it has. It is stored in its one form. No event
 * holds another form, because every version of this codec accepted that form alone.
 */
export type Emoji = Text<'Emoji'>;
export const Emoji = rewriting(
  boundedText<Emoji>('emoji', { max: EMOJI_CHARS_MAX, rule: { test: isOneEmoji }, says: 'must be one emoji' }),
  oneFormOf,
);
