import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { HasherBusy } from '#commands/ports/rejections.ts';

/** Verdict on a password. `right at another cost` asks for a new hash, because new hashes have another cost by now. */
export type PasswordVerdict = 'right' | 'right at another cost' | 'wrong';

export type PasswordHasher = {
  readonly hash: (password: string) => TaskEither<HasherBusy, string>;
  /**
   * Checks a password. `undefined` checks a dummy hash of the cost that most accounts have, so an unknown name takes as
   * long as a wrong password.
   */
  readonly verify: (hash: string | undefined, password: string) => TaskEither<HasherBusy, PasswordVerdict>;
};
