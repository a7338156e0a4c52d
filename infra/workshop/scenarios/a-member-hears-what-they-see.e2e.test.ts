/** Random stories of governance against a small model: no frame that the model forbids, and none missing. */
import { expect } from 'chai';
import fc from 'fast-check';
import { VisibilityStory, visibilityStories } from '#infra/workshop/model/visibility-stories.ts';
import { type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { testSeed, testStories } from '#infra/workshop/testkit/test-environment.ts';

const STORIES = testStories(2_000);
/** Milliseconds for one story on a machine that is busy with much else. */
const STORY_WITHIN_MS = 300;
/** Stories in one world. Its log grows with them, and a new world costs as much as some of them. */
const STORIES_PER_WORLD = 100;
const seed = testSeed() ?? Math.floor(Math.random() * 0x7fffffff);

describe(`a member of a guild (FILAMENT_TEST_SEED=${seed})`, function () {
  this.timeout(60_000 + STORIES * STORY_WITHIN_MS);
  let here: World | undefined;
  let stories = 0;
  const stage = async (): Promise<World> => {
    if (here !== undefined && stories % STORIES_PER_WORLD !== 0) return here;
    await here?.close();
    here = await world({ ingress: { frames: 100_000, withinMs: 1_000 }, connectionsPerUser: 100 });
    return here;
  };
  after(() => here?.close());

  it('hears what the model lets them see, whatever happens to roles, overwrites, members and channels', async () => {
    await fc.assert(
      fc.asyncProperty(visibilityStories, async (steps) => {
        const in_ = await stage();
        stories += 1;
        const story = new VisibilityStory(in_, stories);
        try {
          await story.begin();
          for (const step of steps) await story.take(step);
          await story.end();
        } finally {
          story.close();
        }
        expect(in_.faults).to.deep.equal([]);
      }),
      { seed, numRuns: STORIES, endOnFailure: false },
    );
  });
});
