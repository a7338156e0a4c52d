import { availableParallelism } from 'node:os';
import * as E from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PasswordHasher } from '#commands/ports/password-hasher.ts';
import type { HasherBusy } from '#commands/ports/rejections.ts';
import { COMMON_COST_COUNTED_EVERY_MS, PASSWORD_HASHES_WAITING_MAX } from '#infra/keys/limits.ts';
import type { PasswordCost } from '#infra/keys/ports/key-vault.ts';
import { ARGON2, type Argon2, type DummyHash, dummyAt } from './argon2.ts';
import { costOf, sameCost } from './password-cost.ts';

/** Hashes at a time. libuv has four threads by default, so two stay free for files and name look-ups. */
const CONCURRENCY_MAX = 2;

export type PasswordHasherOptions = {
  /** Cost of a new hash. */
  readonly cost: PasswordCost;
  /** Answers the cost that most stored hashes have, at which unknown names are checked. Undefined without any hash. */
  readonly commonCost?: () => Promise<PasswordCost | undefined>;
  readonly concurrency?: number;
  readonly waitingMax?: number;
  readonly argon2?: Argon2;
};

/** Dummy hash at the common cost, and the time of the clock at which that cost was counted. */
type CommonDummy = { readonly cost: PasswordCost; readonly dummy: DummyHash; readonly countedAt: number };

/**
 * Keeps a dummy hash at the cost that most accounts have. It counts again after a while, since logins move accounts to
 * the current cost, and the check that noticed does not wait for that.
 */
const commonDummy = ({
  cost,
  commonCost = async () => cost,
  argon2 = ARGON2,
}: PasswordHasherOptions): (() => Promise<DummyHash>) => {
  let kept: Promise<CommonDummy> | undefined;
  let counting = false;

  const counted = async (before?: CommonDummy): Promise<CommonDummy> => {
    // Without the vault the last answer goes on: the login that asks fails for itself.
    const common = (await commonCost().catch(() => before?.cost)) ?? cost;
    const dummy = before !== undefined && sameCost(before.cost, common) ? before.dummy : await dummyAt(argon2, common);
    return { cost: common, dummy, countedAt: argon2.nowMs() };
  };

  const countAgain = async (before: CommonDummy): Promise<void> => {
    counting = true;
    try {
      kept = Promise.resolve(await counted(before));
    } catch {
      // A machine short of memory makes no hash now. The one from before goes on until the next count.
      kept = Promise.resolve({ ...before, countedAt: argon2.nowMs() });
    } finally {
      counting = false;
    }
  };

  const firstCounted = async (): Promise<CommonDummy> => {
    try {
      return await counted();
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };

  return async () => {
    kept ??= firstCounted();
    const common = await kept;
    const late = argon2.nowMs() - common.countedAt >= COMMON_COST_COUNTED_EVERY_MS;
    if (late && !counting) void countAgain(common);
    return common.dummy;
  };
};

/**
 * Hashes passwords with argon2id. Both the hashes at a time and the callers that wait are bounded, so that a flood of
 * logins cannot occupy the machine.
 */
export const createPasswordHasher = (options: PasswordHasherOptions): PasswordHasher => {
  const concurrency = options.concurrency ?? Math.min(availableParallelism(), CONCURRENCY_MAX);
  const waitingMax = options.waitingMax ?? PASSWORD_HASHES_WAITING_MAX;
  const argon2 = options.argon2 ?? ARGON2;
  const dummyNow = commonDummy(options);
  const waiting: Array<() => void> = [];
  let running = 0;

  /** A stored hash that cannot be read matches no password. */
  const verifies = (stored: string, password: string): Promise<boolean> =>
    argon2.verify(stored, password).catch(() => false);

  const busy = async (): Promise<HasherBusy> => {
    const hashes = waiting.length + 1;
    const { tookMs } = await dummyNow();
    return { kind: 'HasherBusy', retryAfterSecs: Math.ceil((hashes * tookMs) / concurrency / 1_000) };
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
    hash: (password) => inTurn(() => argon2.hash(password, options.cost)),
    verify: (stored, password) =>
      inTurn(async () => {
        // A login of a known name waits for the dummy hash too, so that its making does not tell which names exist.
        const dummy = await dummyNow();
        if (!(await verifies(stored ?? dummy.hash, password)) || stored === undefined) return 'wrong';
        const cost = costOf(stored);
        return cost !== undefined && sameCost(cost, options.cost) ? 'right' : 'right at another cost';
      }),
  };
};
