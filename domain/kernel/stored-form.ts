/** The one form in which a text is stored. The web client counts characters in the same form. */

/** Ends of lines and paragraphs by UAX #14: the classes BK, CR, LF and NL. */
const LINE_ENDS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** Turns every line end into `\n`. A browser shows no other one as the end of a line. */
export const withPlainLineEnds = (text: string): string => text.replace(LINE_ENDS, '\n');

/** Writes a name or a remark in normal form C, without space at its ends. */
export const asOneLine = (text: string): string => text.normalize('NFC').trim();
