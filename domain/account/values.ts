import * as t from 'io-ts';
import { cleanedLine } from '#domain/kernel/cleaned.ts';
import {
  AUTHOR_CHARS_MAX,
  PASSWORD_BYTES_MAX,
  PASSWORD_CHARS_MIN,
  USERNAME_CHARS_MAX,
  USERNAME_CHARS_MIN,
} from '#domain/kernel/limits.ts';
import { boundedText, lineText, rewriting, type Text } from '#domain/kernel/text.ts';

/**
 * A username has ASCII letters, digits and `_ . -`, after normal form KC. With one script, no letter of another
 * alphabet can imitate one of these. Upper and lower case are shown as written, and make no difference between names.
 */
export type Username = Text<'Username'>;
export const Username = rewriting(
  boundedText<Username>('username', {
    min: USERNAME_CHARS_MIN,
    max: USERNAME_CHARS_MAX,
    rule: /^(?=.*[A-Za-z0-9])[A-Za-z0-9_.-]+$/,
    says: 'may have the letters a to z, digits, and _ . - and must have a letter or a digit',
  }),
  (text) => text.normalize('NFKC'),
);

/**
 * Writes a username in the form in which names are compared and hashed. Names that differ in case only are one name.
 * A typed text that no account can have is written so too, so that it is treated like a name.
 */
export const canonicalUsername = (typed: string): string => typed.normalize('NFKC').toLowerCase();

/** The name of an imported author, cleaned and never refused. It is shown, and claims no username. */
export type ImportedName = Text<'ImportedName'>;
export const ImportedName = rewriting(
  lineText<ImportedName>('author', AUTHOR_CHARS_MAX),
  cleanedLine(AUTHOR_CHARS_MAX, '(unknown)'),
);

const encoder = new TextEncoder();

const passwordProblem = (u: unknown): string | undefined => {
  if (typeof u !== 'string') return 'password must be a text';
  if (!u.isWellFormed()) return 'password must be well-formed Unicode';
  if (u.length > PASSWORD_BYTES_MAX || encoder.encode(u).length > PASSWORD_BYTES_MAX)
    return `password must have at most ${PASSWORD_BYTES_MAX} bytes`;
  if ([...u].length < PASSWORD_CHARS_MIN) return `password must have at least ${PASSWORD_CHARS_MIN} characters`;
  return undefined;
};
const isPassword = (u: unknown): u is Password => passwordProblem(u) === undefined;

/**
 * A password is read in normal form C, because keyboards differ in how they send an accent. It is never trimmed or cut.
 */
export type Password = Text<'Password'>;
export const Password: t.Type<Password, string, unknown> = rewriting(
  new t.Type<Password, string, unknown>(
    'password',
    isPassword,
    (u, context) => (isPassword(u) ? t.success(u) : t.failure(u, context, passwordProblem(u))),
    (password) => password,
  ),
  (text) => text.normalize('NFC'),
);
