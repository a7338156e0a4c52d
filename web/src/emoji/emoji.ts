/** Reads emoji and gives them a skin tone, in the form in which the server stores them. */

import { isOneEmoji, oneFormOf } from '#domain/kernel/emoji.ts';

/** Reads exactly one emoji. Null for another text. */
export const emojiIn = (text: string): string | null => {
  const emoji = oneFormOf(text.trim());
  return isOneEmoji(emoji) ? emoji : null;
};

/** The skin tones from light to dark. The first one is the tone that an emoji has by itself. */
export const TONES = ['', '\u{1F3FB}', '\u{1F3FC}', '\u{1F3FD}', '\u{1F3FE}', '\u{1F3FF}'] as const;
export type SkinTone = (typeof TONES)[number];

const PEOPLE = /\p{Emoji_Modifier_Base}\uFE0F?/gu;
/** People who hold hands: a tone belongs to each person and not to the hands between them. */
const PEOPLE_BUT_HANDS = /(?!🤝)\p{Emoji_Modifier_Base}\uFE0F?/gu;

/** Answers an emoji with a tone on all its people. An emoji that takes no tone comes back as it is. */
export const toned = (emoji: string, tone: SkinTone): string => {
  if (tone === '') return emoji;
  const dressed = (people: RegExp): string =>
    oneFormOf(emoji.replace(people, (person) => person.replace('\uFE0F', '') + tone));
  return [dressed(PEOPLE), dressed(PEOPLE_BUT_HANDS)].find(isOneEmoji) ?? emoji;
};
