import { EMOJI_CHARS_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { boundedText, rewriting, type Text } from '#domain/kernel/text.ts';

const LINE_ENDS = /\r\n?/g;
const CONTROLS = /[^\P{Cc}\n\t]/gu;

/** Lines and tabs are kept, every line end becomes one; other control characters are refused. */
export type MessageContent = Text<'MessageContent'>;
export const MessageContent = rewriting(
  boundedText<MessageContent>('content', {
    max: MESSAGE_CHARS_MAX,
    rule: /^[\P{Cc}\n\t]*$/u,
    says: 'must not contain control characters other than line breaks and tabs',
  }),
  (text) => text.replace(LINE_ENDS, '\n'),
);

/** A kind of thing that a message carries besides its words. */
export type CarriedKind = 'link' | 'file' | 'image';

/** Old logs carry the codes that terminals took for bold and colour; an import leaves them out. */
export const withoutControls = (text: string): string => text.replace(LINE_ENDS, '\n').replace(CONTROLS, '');

/** One emoji as people see one, however many code points it takes. */
export type Emoji = Text<'Emoji'>;
export const Emoji = boundedText<Emoji>('emoji', {
  max: EMOJI_CHARS_MAX,
  rule: /^\p{RGI_Emoji}$/v,
  says: 'must be one emoji',
});
