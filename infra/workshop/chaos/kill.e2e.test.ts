import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { freePort } from '#infra/workshop/testkit/free-port.ts';
import { type ChaosOutcome, runChaos } from './chaos.ts';

describe('kill -9 of the server and of Postgres during writes', function () {
  this.timeout(300_000);
  let home: string;
  let outcome: ChaosOutcome;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'filament-kill-'));
    const plan = { home, port: await freePort(), kills: 6, posters: 8, withinMs: 240_000, say: () => undefined };
    outcome = await runChaos(plan);
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('loses no acknowledged message and stores no retry twice', () => {
    expect(outcome.wrong).to.deep.equal([]);
    expect(outcome.kills).to.deep.equal({ server: 3, postgres: 3 });
  });

  it('leaves clients with unknown outcomes, so that the test has tested something', () => {
    expect(outcome.retried).to.be.greaterThan(0);
  });
});
