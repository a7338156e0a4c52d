/** The content of a message, made of the text in a field. The client and the server measure it in the same form. */

import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { withPlainLineEnds } from '#domain/kernel/stored-form.ts';

export const contentOf = (typed: string): string => withPlainLineEnds(typed).trim();

/** Number of characters that are left to type. It is negative for a text that the server would refuse. */
export const charsLeft = (typed: string): number => MESSAGE_CHARS_MAX - contentOf(typed).length;
