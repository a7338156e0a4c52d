/** An emoji in its one form, which Unicode calls fully qualified. The web client reads emoji by the same rule. */

/** True for exactly one emoji, in the fully qualified form. */
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** Asks the character before it for its picture. Keyboards, phones and old texts disagree on where they write it. */
const PICTURE_SELECTOR = /\uFE0F/g;

/** A character that is shown as text by default. A skin tone after it makes it a picture too. */
const TEXT_BY_DEFAULT = /[\p{Emoji}--\p{Emoji_Presentation}](?!\p{Emoji_Modifier})/gv;

/**
 * Answers the one form of an emoji, which is stored and compared. Another text comes back as something that is no
 * emoji either. The form follows from the properties of the characters alone, by UTS #51, ED-18 to ED-19.
 */
export const oneFormOf = (text: string): string =>
  text.replace(PICTURE_SELECTOR, '').replace(TEXT_BY_DEFAULT, '$&\uFE0F');

export const isOneEmoji = (text: string): boolean => ONE_EMOJI.test(text);
