import { expect } from 'chai';
import fc from 'fast-check';
import { type Api, apiOf, caughtUp } from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';
import { testSeed } from '#infra/workshop/testkit/test-environment.ts';
import { verifiedTables } from '#infra/workshop/testkit/verified.ts';
import { tableModels } from '#projections/registry.ts';
import { steps } from './random-steps.ts';
import { Story } from './story.ts';

const STORIES = 10;
const seed = testSeed() ?? Math.floor(Math.random() * 0x7fffffff);

describe(`a community that does anything (FILAMENT_TEST_SEED=${seed})`, function () {
  this.timeout(240_000);
  let server: TestServer;
  let api: Api;
  let stories = 0;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
  });
  after(() => server.stop());

  it('is answered as the model says, and leaves every client with what a fresh client sees', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        stories += 1;
        const story = await Story.begin(server.url, api, `story-${stories}`);
        try {
          for (const step of taken) await story.take(step);
          await story.end();
        } finally {
          await story.close();
        }
      }),
      { seed, numRuns: STORIES, interruptAfterTimeLimit: 120_000, markInterruptAsFailure: false },
    );
    expect(stories).to.be.above(0);
  });

  it('leaves read models that equal rebuilt ones', async () => {
    await caughtUp(api);
    const verified = await verifiedTables(server.databaseUrl);
    expect(verified.map(({ model, equal }) => `${model} ${equal}`)).to.deep.equal(
      tableModels.map(({ name }) => `${name} true`),
    );
    expect(verified.flatMap(({ live }) => live).some(({ rows }) => rows > 100n)).to.equal(true);
  });
});
