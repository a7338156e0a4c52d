import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { argon2id, hash, verify } from 'argon2';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { HasherBusy, PasswordHasher } from '#commands/ports/password-hasher.ts';
import { PASSWORD_HASHES_WAITING_MAX } from '#infra/keys/limits.ts';

/** Memory in KiB. */
export type PasswordCost = { readonly memoryCost: number; readonly timeCost: number; readonly parallelism: number };

/** What we want, and the least that is still accepted practice, for machines that are too slow for it. */
const WANTED: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
const FLOOR: PasswordCost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
/** A login may take this long to hash. */
const HASH_WITHIN_MS = 250;
/** libuv has four threads unless told otherwise; two are left to files and name look-ups. */
const CONCURRENCY_MAX = 2;

export type PasswordHasherOptions = {
  /** Measured when it is not given. Tests give a cheap one. */
  readonly cost?: PasswordCost;
  readonly concurrency?: number;
  readonly waitingMax?: number;
};

const hashAt = (cost: PasswordCost, password: string): Promise<string> => hash(password, { type: argon2id, ...cost });

type Profile = { readonly cost: PasswordCost; readonly dummy: string; readonly tookMs: number };

const profileAt = async (cost: PasswordCost): Promise<Profile> => {
  const since = performance.now();
  const dummy = await hashAt(cost, randomBytes(16).toString('base64url'));
  return { cost, dummy, tookMs: performance.now() - since };
};

/** The wanted cost where this machine can bear it. A busy moment gets a second chance. */
const measuredProfile = async (): Promise<Profile> => {
  for (const _try of [1, 2]) {
    const profile = await profileAt(WANTED);
    if (profile.tookMs <= HASH_WITHIN_MS) return profile;
  }
  return profileAt(FLOOR);
};

/** A stored hash that cannot be read matches nobody's password. */
const verifies = (stored: string, password: string): Promise<boolean> => verify(stored, password).catch(() => false);

/** argon2id, a bounded number at a time and a bounded number waiting: a flood of logins cannot pin the machine. */
export const createPasswordHasher = (options: PasswordHasherOptions = {}): PasswordHasher => {
  const concurrency = options.concurrency ?? Math.min(availableParallelism(), CONCURRENCY_MAX);
  const waitingMax = options.waitingMax ?? PASSWORD_HASHES_WAITING_MAX;
  const waiting: Array<() => void> = [];
  let running = 0;
  let profile: Promise<Profile> | undefined;

  const profileNow = (): Promise<Profile> => {
    profile ??= options.cost === undefined ? measuredProfile() : profileAt(options.cost);
    return profile;
  };

  const busy = async (): Promise<HasherBusy> => {
    const { tookMs } = await profileNow();
    return { kind: 'HasherBusy', retryAfterSecs: Math.ceil(((waiting.length + 1) * tookMs) / concurrency / 1_000) };
  };

  const inTurn =
    <A>(work: () => Promise<A>): TaskEither<HasherBusy, A> =>
    async () => {
      if (running >= concurrency) {
        if (waiting.length >= waitingMax) return E.left(await busy());
        // Whoever finishes hands its place over, so `running` does not change here.
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
    hash: (password) => inTurn(async () => hashAt((await profileNow()).cost, password)),
    verify: (stored, password) =>
      inTurn(async () => {
        if (stored !== undefined) return verifies(stored, password);
        await verifies((await profileNow()).dummy, password);
        return false;
      }),
  };
};
