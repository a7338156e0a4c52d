/** Random stories of reading on two devices each, against a brute-force count. */
import { expect } from 'chai';
import fc from 'fast-check';
import { UnreadStory, unreadStories } from '#infra/workshop/model/unread-stories.ts';
import { type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { testSeed, testStories } from '#infra/workshop/testkit/test-environment.ts';

const STORIES = testStories(150);
/** Milliseconds for one story on a machine that is busy with much else. */
const STORY_WITHIN_MS = 3_000;
const STORIES_PER_WORLD = 50;
const seed = testSeed() ?? Math.floor(Math.random() * 0x7fffffff);

describe(`the unread messages of a user (FILAMENT_TEST_SEED=${seed})`, function () {
  this.timeout(60_000 + STORIES * STORY_WITHIN_MS);
  let here: World | undefined;
  let stories = 0;
  const stage = async (): Promise<World> => {
    if (here !== undefined && stories % STORIES_PER_WORLD !== 0) return here;
    await here?.close();
    here = await world({ connectionsPerUser: 100, unreadToldEveryMs: 1 });
    return here;
  };
  after(() => here?.close());

  it('are as many as a brute-force count finds, whatever is read, sent, deleted or hidden', async () => {
    await fc.assert(
      fc.asyncProperty(unreadStories, async (steps) => {
        const in_ = await stage();
        stories += 1;
        const story = new UnreadStory(in_, stories);
        try {
          await story.begin();
          for (const step of steps) await story.take(step);
          await story.end();
        } finally {
          in_.catchUp();
          story.close();
        }
        expect(in_.faults).to.deep.equal([]);
      }),
      { seed, numRuns: STORIES, endOnFailure: false },
    );
  });
});
