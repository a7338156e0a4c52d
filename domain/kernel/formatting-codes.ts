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

/** The rest of a string, as of a title or a link. Its begin alone would take the rest of the text, so it needs its end. */
const STRING_END = `[^${CONTROL}]*(?:\\u0007|\\u001B\\\\|\\u009C)`;

/**
 * Sequences that begin with one character of eight bits. Text in a wrong encoding holds these characters too: `ß` and `Ü`
 * end in U+009F and U+009C then. So a sequence stands behind no letter of such a text, and is a colour or a title whole.
 */
const EIGHT_BITS = '(?<![\\u0080-\\u00FF])';

/**
 * Escape sequences of terminals, by ECMA-48. An escape character before a digit that begins no sequence is a key that was
 * pressed: the digit stays.
 */
const TERMINAL = [
  '\\u001B\\[[0-?]*[ -/]*[@-~]?',
  `${EIGHT_BITS}\\u009B[0-9;:]+m`,
  `\\u001B[\\]PX^_]${STRING_END}`,
  `${EIGHT_BITS}\\u009D[0-9]+;${STRING_END}`,
  // Only what terminals know: any other sign behind an escape key belongs to the text, as in `(see above)` and `+1`.
  '\\u001B(?:[()*+][0AB]|%[@G8]|#[34568]| [FGLMN])',
  '\\u001B[78=>DEHMNOZ\\\\cno|}~]',
];

const CODES = new RegExp([...IRC, ...TERMINAL].join('|'), 'gu');

/**
 * Removes the formatting codes of IRC clients and terminals. Control characters outside a code stay, so this runs before
 * they are removed: without its control character a code looks like text.
 */
export const withoutFormattingCodes = (text: string): string => text.replace(CODES, '');
