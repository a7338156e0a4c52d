import type { PasswordInvalid, UsernameInvalid } from '#domain/account/rejections.ts';
import { Password, Username } from '#domain/account/values.ts';
import { readText } from '#domain/kernel/text.ts';

export const readUsername = readText(Username, (why): UsernameInvalid => ({ kind: 'UsernameInvalid', why }));
export const readPassword = readText(Password, (why): PasswordInvalid => ({ kind: 'PasswordInvalid', why }));
