import { randomBytes } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import type { PasswordCost, PasswordCosts } from '#infra/keys/ports/key-vault.ts';
import { isAtLeastTheFloor, LEAST_COST, WANTED_COST } from './password-cost.ts';

/** Hashing, checking and the clock that measures them. Tests give doubles, since real ones take their time. */
export type Argon2 = {
  readonly hash: (password: string, cost: PasswordCost) => Promise<string>;
  readonly verify: (stored: string, password: string) => Promise<boolean>;
  readonly nowMs: () => number;
};

export const ARGON2: Argon2 = {
  hash: (password, cost) => hash(password, { type: argon2id, ...cost }),
  verify,
  nowMs: () => performance.now(),
};

/** Hash of a password that nobody knows, with the milliseconds that it took. */
export type DummyHash = { readonly hash: string; readonly tookMs: number };

export const dummyAt = async (argon2: Argon2, cost: PasswordCost): Promise<DummyHash> => {
  const since = argon2.nowMs();
  const dummy = await argon2.hash(randomBytes(16).toString('base64url'), cost);
  return { hash: dummy, tookMs: argon2.nowMs() - since };
};

/** Longest time in milliseconds that one hash may take at the wanted cost. */
const HASH_WITHIN_MS = 250;
/** Tries at the wanted cost. The quickest counts, because a busy moment makes any of them slow. */
const TRIES_MAX = 5;

/** Measures the cost that this machine can bear: the wanted one, or the least that is accepted practice. */
export const measuredCost = async (argon2: Argon2 = ARGON2): Promise<PasswordCost> => {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if ((await dummyAt(argon2, WANTED_COST)).tookMs <= HASH_WITHIN_MS) return WANTED_COST;
  }
  return LEAST_COST;
};

/**
 * Answers the cost of new hashes. The first start measures it and fixes it in the vault. A fixed cost below the floor
 * is raised to the least cost.
 */
export const fixedCost = async (costs: PasswordCosts, argon2: Argon2 = ARGON2): Promise<PasswordCost> => {
  const fixed = (await costs.current()) ?? (await costs.fix(await measuredCost(argon2)));
  return isAtLeastTheFloor(fixed) ? fixed : LEAST_COST;
};
