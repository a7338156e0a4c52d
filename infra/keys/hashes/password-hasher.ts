import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { argon2id, hash, verify } from 'argon2';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PasswordHasher } from '#commands/ports/password-hasher.ts';
import type { HasherBusy } from '#commands/ports/rejections.ts';
import { PASSWORD_HASHES_WAITING_MAX } from '#infra/keys/limits.ts';

/** `memoryCost` is in KiB. */
export type PasswordCost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number };

/** The preferred cost, and the lowest accepted one for machines that are too slow for it. */
const WANTED: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
const FLOOR: PasswordCost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
/** Longest time in milliseconds that one hash may take at the preferred cost. */
const HASH_WITHIN_MS = 250;
/** Hashes at a time. libuv has four threads by default, so two stay free for files and name look-ups. */
const CONCURRENCY_MAX = 2;

/** Hashing, checking and the clock that measures them. Tests give doubles, since real ones take their time. */
export type Argon2 = {
  readonly hash: (password: string, cost: PasswordCost) => Promise<string>;
  readonly verify: (stored: string, password: string) => Promise<boolean>;
  readonly nowMs: () => number;
};

const ARGON2: Argon2 = {
  hash: (password, cost) => hash(password, { type: argon2id, ...cost }),
  verify,
  nowMs: () => performance.now(),
};

export type PasswordHasherOptions = {
  /** Cost of a hash. It is measured on this machine when absent. Tests pass a cheap one. */
  readonly cost?: PasswordCost;
  readonly concurrency?: number;
  readonly waitingMax?: number;
  readonly argon2?: Argon2;
};

type Profile = { readonly cost: PasswordCost; readonly dummy: string; readonly tookMs: number };

const profileAt = async (argon2: Argon2, cost: PasswordCost): Promise<Profile> => {
  const since = argon2.nowMs();
  const dummy = await argon2.hash(randomBytes(16).toString('base64url'), cost);
  return { cost, dummy, tookMs: argon2.nowMs() - since };
};

/** Returns the preferred cost where this machine can bear it. A busy machine gets a second try. */
const measuredProfile = async (argon2: Argon2): Promise<Profile> => {
  for (const _try of [1, 2]) {
    const profile = await profileAt(argon2, WANTED);
    if (profile.tookMs <= HASH_WITHIN_MS) return profile;
  }
  return profileAt(argon2, FLOOR);
};

/**
 * Hashes passwords with argon2id. Both the hashes at a time and the callers that wait are bounded, so that a flood of
 * logins cannot occupy the machine.
 */
export const createPasswordHasher = (options: PasswordHasherOptions = {}): PasswordHasher => {
  const concurrency = options.concurrency ?? Math.min(availableParallelism(), CONCURRENCY_MAX);
  const waitingMax = options.waitingMax ?? PASSWORD_HASHES_WAITING_MAX;
  const argon2 = options.argon2 ?? ARGON2;
  const waiting: Array<() => void> = [];
  let running = 0;
  let profile: Promise<Profile> | undefined;

  const profileNow = (): Promise<Profile> => {
    profile ??= options.cost === undefined ? measuredProfile(argon2) : profileAt(argon2, options.cost);
    return profile;
  };

  /** A stored hash that cannot be read matches no password. */
  const verifies = (stored: string, password: string): Promise<boolean> =>
    argon2.verify(stored, password).catch(() => false);

  const busy = async (): Promise<HasherBusy> => {
    const { tookMs } = await profileNow();
    return { kind: 'HasherBusy', retryAfterSecs: Math.ceil(((waiting.length + 1) * tookMs) / concurrency / 1_000) };
  };

  const inTurn =
    <A>(work: () => Promise<A>): TaskEither<HasherBusy, A> =>
    async () => {
      if (running >= concurrency) {
        if (waiting.length >= waitingMax) return E.left(await busy());
        // The caller that finishes hands its place over, so `running` does not change here.
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else running++;
      try {
        return E.right(await work());
      } finally {
        const next = waiting.shift();
        if (next === undefined) running--;
        else next();
      }
    };

  return {
    hash: (password) => inTurn(async () => argon2.hash(password, (await profileNow()).cost)),
    verify: (stored, password) =>
      inTurn(async () => {
        if (stored !== undefined) return verifies(stored, password);
        await verifies((await profileNow()).dummy, password);
        return false;
      }),
  };
};
