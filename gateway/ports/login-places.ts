import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { VaultUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';

/** Place that a login comes from: a network, or a device that holds a cookie of this server. */
export type LoginPlace = { readonly kind: 'network' | 'device'; readonly name: string };

/**
 * Login places remember where the users of accounts logged in from. `account` is a username in its canonical form. The
 * question costs the same for an account that does not exist.
 */
export type LoginPlaces = {
  /** Answers the places from which the user of the account has logged in before. */
  readonly known: (
    account: string,
    places: ReadonlyArray<LoginPlace>,
    at: Instant,
  ) => TaskEither<VaultUnavailable, ReadonlyArray<LoginPlace>>;
  /** Remembers the places of a login that succeeded. The oldest places of the user are forgotten for them. */
  readonly remember: (
    user: UserId,
    account: string,
    places: ReadonlyArray<LoginPlace>,
    at: Instant,
  ) => TaskEither<VaultUnavailable, void>;
  /** Makes a new name for a device, which no caller can guess. */
  readonly freshDevice: () => string;
  /** Says whether a text has the form of such a name. */
  readonly isDevice: (name: string) => boolean;
};
