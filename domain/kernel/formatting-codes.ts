/** Formatting codes in texts of other programs: those of IRC clients and those of terminals. */

const CONTROL = '\\p{Cc}';

/**
 * Codes of IRC clients. A colour takes one or two digits, a hex colour takes six, and a comma belongs to a code only with
 * a background after it. Bold, italics and their like are single control characters, which end a colour before them.
 */
const IRC = [
  '\\u0003(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?',
  '\\u0004(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?',
  '[\\u0002\\u000F\\u0011\\u0016\\u001D-\\u001F]',
];

/**
 * Escape sequences of terminals, by ECMA-48. A string, as for a title or a link, needs its end, because its begin alone
 * would take the rest of the text. An escape character before another digit is a key that was pressed: the digit stays.
 */
const TERMINAL = [
  '\\u001B\\[[0-?]*[ -/]*[@-~]?',
  // Text in a wrong encoding holds this character too. It begins a sequence only with a parameter after it.
  '\\u009B[0-?]+[ -/]*[@-~]',
  `(?:\\u001B[\\]PX^_]|[\\u0090\\u0098\\u009D-\\u009F])[^${CONTROL}]*(?:\\u0007|\\u001B\\\\|\\u009C)`,
  '\\u001B[ #%()*+][0-~]',
  '\\u001B[78=>DEHMNOZ\\\\cno|}~]',
];

const CODES = new RegExp([...IRC, ...TERMINAL].join('|'), 'gu');

/**
 * Removes the formatting codes of IRC clients and terminals. Control characters outside a code stay, so this runs before
 * they are removed: without its control character a code looks like text.
 */
export const withoutFormattingCodes = (text: string): string => text.replace(CODES, '');
