import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { HasherBusy } from '#commands/ports/rejections.ts';

export type PasswordHasher = {
  readonly hash: (password: string) => TaskEither<HasherBusy, string>;
  /**
   * Checks a password. `undefined` checks a dummy hash of the same cost, so an unknown name takes as long as a wrong
   * password.
   */
  readonly verify: (hash: string | undefined, password: string) => TaskEither<HasherBusy, boolean>;
};
