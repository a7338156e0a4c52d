import { expect } from 'chai';
import type { PasswordCost, PasswordCosts } from '#infra/keys/ports/key-vault.ts';
import { Stop } from './exit-codes.ts';
import { type PasswordCostChoice, passwordCost } from './password-cost.ts';

const WANTED = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

const running = () => {
  let current: PasswordCost | undefined = WANTED;
  const costs: PasswordCosts = {
    current: async () => current,
    fix: async (cost) => cost,
    change: async (cost) => {
      current = cost;
    },
    counts: async () => [{ cost: WANTED, hashes: 1_200 }],
  };
  const said: string[] = [];
  const terminal = {
    json: false,
    say: (line: string) => void said.push(line),
    give: () => undefined,
    write: async () => undefined,
    remark: () => undefined,
    progress: () => expect.fail('nothing takes long here'),
  };
  const run = (choice: Partial<PasswordCostChoice>) =>
    passwordCost(terminal, costs, { measure: false, memoryMib: undefined, passes: undefined, ...choice });
  return { run, said, current: () => current };
};

describe('the command for the cost of passwords', () => {
  it('shows the cost of new hashes and counts the stored ones', async () => {
    const { run, said } = running();
    await run({});
    expect(said).to.deep.equal([
      'New password hashes cost 64 MiB, 3 passes, 1 lane.',
      '1,200 stored hashes cost 64 MiB, 3 passes, 1 lane.',
    ]);
  });
  it('changes the cost and says when it takes effect', async () => {
    const { run, said, current } = running();
    await run({ memoryMib: 128, passes: 2 });
    expect(current()).to.deep.equal({ memoryCost: 131_072, timeCost: 2, parallelism: 1 });
    expect(said.at(-1)).to.include('Restart the server');
  });
  const refused: ReadonlyArray<readonly [string, Partial<PasswordCostChoice>]> = [
    ['one half of a cost', { memoryMib: 64 }],
    ['a cost below the floor', { memoryMib: 18, passes: 2 }],
    ['more memory than a machine has to spare', { memoryMib: 100_000, passes: 1 }],
    ['two choices at once', { measure: true, memoryMib: 64, passes: 3 }],
  ];
  for (const [what, choice] of refused)
    it(`refuses ${what}, and changes nothing`, async () => {
      const { run, current } = running();
      const outcome = await run(choice).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(Stop);
      expect(current()).to.deep.equal(WANTED);
    });
});
