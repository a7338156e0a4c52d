import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { PasswordInvalid, UsernameInvalid, UsernameReserved } from '#domain/account/rejections.ts';
import { isReservedUsername } from '#domain/account/reserved-usernames.ts';
import { Password, Username } from '#domain/account/values.ts';
import { readText } from '#domain/kernel/text.ts';

export const readUsername = readText(Username, (why): UsernameInvalid => ({ kind: 'UsernameInvalid', why }));
export const readPassword = readText(Password, (why): PasswordInvalid => ({ kind: 'PasswordInvalid', why }));

/** Answers the username of a new account, or refuses it. Commands of an account that exists do not ask. */
export const unreserved = (username: Username): Either<UsernameReserved, Username> =>
  isReservedUsername(username) ? left({ kind: 'UsernameReserved' }) : right(username);
