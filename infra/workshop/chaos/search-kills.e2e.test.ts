import { expect } from 'chai';
import { searchFolder } from '#infra/workshop/testkit/search-side.ts';
import { runSearchKills } from './search-kills.ts';

/** Number of kills. `node infra/workshop/chaos/run.ts --search --kills 100` does the same at length. */
const KILLS = 4;

describe('kill -9 of the process that keeps the search index', function () {
  this.timeout(180_000);
  let folder: Awaited<ReturnType<typeof searchFolder>>;
  beforeEach(async () => {
    folder = await searchFolder();
  });
  afterEach(() => folder.remove());

  for (const rebuilding of [false, true]) {
    const when = rebuilding ? 'while it is rebuilt' : 'while it indexes';
    it(`${when} leaves the index and its position consistent`, async () => {
      const plan = { folder: folder.path, kills: KILLS, rebuilding, say: () => undefined };
      const { wrong, commits, messages } = await runSearchKills(plan);
      expect(wrong).to.deep.equal([]);
      expect(commits, 'the test has tested something').to.be.greaterThan(KILLS);
      expect(Number(messages)).to.be.greaterThan(0);
    });
  }
});
