import { readText } from '#domain/kernel/text.ts';
import type { ContentInvalid, EmojiInvalid } from '#domain/message/rejections.ts';
import { Emoji, MessageContent } from '#domain/message/values.ts';

export const readContent = readText(MessageContent, (why): ContentInvalid => ({ kind: 'ContentInvalid', why }));
export const readEmoji = readText(Emoji, (why): EmojiInvalid => ({ kind: 'EmojiInvalid', why }));
