import { KIB } from '#domain/kernel/units.ts';
import { measuredCost } from '#infra/keys/hashes/argon2.ts';
import {
  isAtLeastTheFloor,
  isUnderTheCeiling,
  PASSWORD_COST_CEILING,
  PASSWORD_COST_FLOOR,
} from '#infra/keys/hashes/password-cost.ts';
import type { PasswordCost, PasswordCosts } from '#infra/keys/ports/key-vault.ts';
import { count } from '#infra/operate/words.ts';
import { EXIT, type ExitCode, Stop } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Choice of an operator. Without any part the command only shows the cost. */
export type PasswordCostChoice = {
  readonly measure: boolean;
  readonly memoryMib: number | undefined;
  readonly passes: number | undefined;
};

const inWords = ({ memoryCost, timeCost, parallelism }: PasswordCost): string =>
  `${memoryCost / KIB} MiB, ${timeCost} ${timeCost === 1 ? 'pass' : 'passes'}, ${parallelism} ${parallelism === 1 ? 'lane' : 'lanes'}`;

const FLOOR_IN_WORDS = PASSWORD_COST_FLOOR.map(([kib, passes]) => `--memory-mib ${kib / KIB} --passes ${passes}`).join(
  ', or ',
);

/** Reads the cost that an operator chose. Undefined when the command only shows the cost. */
const chosenCost = async ({ measure, memoryMib, passes }: PasswordCostChoice): Promise<PasswordCost | undefined> => {
  if (measure) {
    if (memoryMib !== undefined || passes !== undefined)
      throw new Stop(EXIT.usage, 'Give --measure alone, or --memory-mib with --passes.');
    return measuredCost();
  }
  if (memoryMib === undefined && passes === undefined) return undefined;
  if (memoryMib === undefined || passes === undefined)
    throw new Stop(EXIT.usage, 'Give --memory-mib and --passes together.');
  const cost = { memoryCost: memoryMib * KIB, timeCost: passes, parallelism: 1 };
  if (!isAtLeastTheFloor(cost))
    throw new Stop(EXIT.usage, `That is too cheap to keep passwords safe. Give at least ${FLOOR_IN_WORDS}.`);
  if (!isUnderTheCeiling(cost)) {
    const { memoryCost, timeCost } = PASSWORD_COST_CEILING;
    throw new Stop(
      EXIT.usage,
      `That would take the whole machine at each login. Give at most ${memoryCost / KIB} MiB and ${timeCost} passes.`,
    );
  }
  return cost;
};

/** Shows the cost of password hashes, and changes it when the operator chose one. */
export const passwordCost = async (
  terminal: Terminal,
  costs: PasswordCosts,
  choice: PasswordCostChoice,
): Promise<ExitCode> => {
  const chosen = await chosenCost(choice);
  if (chosen !== undefined) await costs.change(chosen);
  const current = await costs.current();
  const counts = await costs.counts();
  terminal.say(
    current === undefined
      ? 'The cost of a password hash is not fixed yet. The first start of the server measures and fixes it.'
      : `New password hashes cost ${inWords(current)}.`,
  );
  for (const { cost, hashes } of counts)
    terminal.say(`${count(hashes)} stored ${hashes === 1 ? 'hash costs' : 'hashes cost'} ${inWords(cost)}.`);
  if (chosen !== undefined) {
    terminal.say('Restart the server to use this cost. Each account moves to it when its user logs in.');
  }
  terminal.give({ current: current ?? null, stored: counts });
  return EXIT.ok;
};
