import { cleanedLine } from '#domain/kernel/cleaned.ts';
import { FILE_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';

const UNNAMED = 'file';
/** Characters that no system allows in a name. The last part after a slash is the name. */
const FORBIDDEN = /[:*?"<>|]/gu;
/** Names of devices on Windows. A file with such a name cannot be saved there. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu;
const EXTENSION = /\.[\p{L}\p{N}]{1,12}$/u;

/** Puts a name and an extension together. A long name is cut, and its extension is kept, because it says what the file is. */
const joined = (name: string, extension: string): string =>
  `${cleanedLine(FILE_NAME_CHARS_MAX - extension.length, UNNAMED)(name)}${extension}`;

/**
 * Cleans the name of a file, so that every system takes it and it shows what it is. A name without a visible character
 * becomes `file`.
 */
export const fileNameOf = (given: string): string => {
  const base = given.split(/[/\\]/u).at(-1) ?? '';
  const plain = cleanedLine(
    base.length + UNNAMED.length,
    UNNAMED,
  )(base.replace(FORBIDDEN, ''))
    .replace(/^\.+/u, '')
    .replace(/[. ]+$/u, '');
  const extension = EXTENSION.exec(plain)?.[0] ?? '';
  const name = joined(plain.slice(0, plain.length - extension.length), extension);
  return DEVICE.test(name) ? `_${name}` : name;
};

/** Gives a name another extension, for a file whose bytes were written anew. */
export const withExtension = (name: string, extension: string): string =>
  joined(name.replace(EXTENSION, ''), `.${extension}`);
