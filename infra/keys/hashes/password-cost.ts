import type { PasswordCost } from '#infra/keys/ports/key-vault.ts';

/** Cost of a new hash where the machine can bear it. */
export const WANTED_COST: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };
/** Cost of a new hash on a machine that is too slow for the wanted one. It is the first row of the floor. */
export const LEAST_COST: PasswordCost = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };
/**
 * Floor of every cost: the argon2id rows of the OWASP Password Storage Cheat Sheet, in KiB and passes. More passes need
 * less memory. No measurement and no operator goes below it.
 */
export const PASSWORD_COST_FLOOR: ReadonlyArray<readonly [memoryKib: number, passes: number]> = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9_216, 4],
  [7_168, 5],
];
/** Cost that no operator goes above. A login must not take the memory of the machine. */
export const PASSWORD_COST_CEILING: PasswordCost = { memoryCost: 1_048_576, timeCost: 20, parallelism: 4 };

export const isAtLeastTheFloor = ({ memoryCost, timeCost }: PasswordCost): boolean =>
  PASSWORD_COST_FLOOR.some(([memoryKib, passes]) => memoryCost >= memoryKib && timeCost >= passes);

export const isUnderTheCeiling = ({ memoryCost, timeCost, parallelism }: PasswordCost): boolean =>
  memoryCost <= PASSWORD_COST_CEILING.memoryCost &&
  timeCost <= PASSWORD_COST_CEILING.timeCost &&
  parallelism <= PASSWORD_COST_CEILING.parallelism;

export const sameCost = (one: PasswordCost, other: PasswordCost): boolean =>
  one.memoryCost === other.memoryCost && one.timeCost === other.timeCost && one.parallelism === other.parallelism;

const PARAMETERS = /^\$argon2id\$v=19\$([^$]*)\$/;

/** Reads the cost that stands in a stored hash. Undefined for a text that is no hash of argon2id. */
export const costOf = (hash: string): PasswordCost | undefined => {
  const [, parameters] = PARAMETERS.exec(hash) ?? [];
  if (parameters === undefined) return undefined;
  const values = new Map(parameters.split(',').map((pair) => [pair.slice(0, 2), Number(pair.slice(2))]));
  const valueAt = (name: string): number => values.get(name) ?? 0;
  const cost = { memoryCost: valueAt('m='), timeCost: valueAt('t='), parallelism: valueAt('p=') };
  return Object.values(cost).every((value) => Number.isSafeInteger(value) && value > 0) ? cost : undefined;
};
