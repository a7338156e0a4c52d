import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, TagId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { HOUR_MS, MINUTE_MS } from '#domain/kernel/units.ts';
import { openPersonal } from '#infra/personal/open-personal.ts';
import { type ChannelSide, channelSide, inChannel, viewer } from '#infra/workshop/testkit/channel-side.ts';
import {
  channel,
  channelCreated,
  deleted,
  guild,
  listed,
  message,
  postTagged,
  registered,
  sent,
  tag,
  tagRequirementSet,
  tagsSet,
  threadBegun,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { FIRST_WORDS_CHARS_MAX } from '#queries/limits.ts';
import type { ThreadSort } from '#queries/thread/thread-queries.ts';

const FORUM = channel(9);
const forum = { guildId: guild(1), channelId: FORUM };
const NOW = Date.now();
/** A post that was begun so long ago. */
const begun = (n: number, agoMs: number) => {
  const event = threadBegun(forum, channel(n), user(2), `post ${n}`);
  return { ...event, data: { ...event.data, begunAt: instantOf(NOW - agoMs) } };
};
const said = (n: number, id: number, agoMs: number, content = `text ${id}`) => {
  const event = sent({ guildId: guild(1), channelId: channel(n) }, message(id), user(2), content);
  return { ...event, data: { ...event.data, sentAt: instantOf(NOW - agoMs) } };
};

describe('the posts of a forum', () => {
  let side: ChannelSide;
  before(async () => {
    side = await channelSide([1], (write) => {
      write(registered(user(2), 'bob'));
      write(listed(guild(1), FORUM));
      write(channelCreated(guild(1), FORUM, 'forum'));
      write(tagsSet(guild(1), FORUM, ['solved', 'lenses', 'weather']));
      write(tagRequirementSet(guild(1), FORUM, true));
      write(begun(11, 3 * HOUR_MS));
      write(said(11, 21, 3 * HOUR_MS, 'a **bold** question\nabout ||lenses||'));
      write(said(11, 22, MINUTE_MS));
      write(postTagged(guild(1), channel(11), user(2), [tag(2)]));
      write(begun(12, 2 * HOUR_MS));
      write(said(12, 23, 2 * HOUR_MS, 'w'.repeat(2 * FIRST_WORDS_CHARS_MAX)));
      write(postTagged(guild(1), channel(12), user(2), [tag(1), tag(3)]));
      write(begun(13, HOUR_MS));
      write(said(13, 24, HOUR_MS));
      write(said(13, 25, 50 * MINUTE_MS));
      write(deleted({ guildId: guild(1), channelId: channel(13) }, message(24), user(2)));
      // A crash cut this one short before its first message.
      write(begun(14, MINUTE_MS));
      // The forum takes a tag away again.
      write(tagsSet(guild(1), FORUM, ['solved', 'lenses']));
      write(threadBegun(inChannel(1), channel(15), user(2), 'no post'));
    });
  });
  after(() => side.close());

  const page = async (
    asked: { readonly sort?: ThreadSort; readonly tagIds?: ReadonlyArray<TagId>; readonly limit?: number } = {},
    before?: ChannelId,
  ) => {
    const { sort = 'activity', tagIds = [], limit = 10 } = asked;
    const answer = await side.queries.threads({
      ...{ viewer, atLeast: undefined, channelId: FORUM, archived: false, sort, tagIds, limit, before },
    })();
    return isLeft(answer) ? expect.fail(answer.left.kind) : answer.right.value;
  };
  const names = async (...asked: Parameters<typeof page>) => (await page(...asked)).threads.map(({ name }) => name);

  it('stand in the order of their activity, or of their beginning', async () => {
    expect(await names()).to.deep.equal(['post 11', 'post 13', 'post 12']);
    expect(await names({ sort: 'begun' })).to.deep.equal(['post 13', 'post 12', 'post 11']);
  });

  it('come in pages in either order', async () => {
    for (const sort of ['activity', 'begun'] as const) {
      const whole = await names({ sort });
      const first = await page({ sort, limit: 1 });
      const rest = await names({ sort }, first.nextBefore ?? expect.fail('no page'));
      expect([...first.threads.map(({ name }) => name), ...rest]).to.deep.equal(whole);
    }
  });

  it('are found by any of some tags, and by no tag that the forum has no more', async () => {
    expect(await names({ tagIds: [tag(2)] })).to.deep.equal(['post 11']);
    expect(await names({ tagIds: [tag(1), tag(2)] })).to.deep.equal(['post 11', 'post 12']);
    expect(await names({ tagIds: [tag(3)] })).to.deep.equal([]);
  });

  it('carry their tags and their first words on one line, without signs and spoilers', async () => {
    const posts = new Map((await page()).threads.map(({ name, post }) => [name, post]));
    expect(posts.get('post 11')?.tagIds).to.deep.equal([tag(2)]);
    expect(posts.get('post 11')?.words).to.match(/^a bold question about /);
    expect(posts.get('post 11')?.words).not.to.include('lenses');
    expect(posts.get('post 12')?.words).to.have.length(FIRST_WORDS_CHARS_MAX);
    expect(posts.get('post 13')).to.deep.equal({ tagIds: [], words: null });
    const thread = await side.queries.thread({ viewer, atLeast: undefined, channelId: channel(15) })();
    expect(isLeft(thread) ? thread.left.kind : thread.right.value.post).to.equal(null);
  });

  it('are not there before their first message, for no question and no dispatch', async () => {
    const half = { viewer, atLeast: undefined, channelId: channel(14) };
    const answer = await side.queries.thread(half)();
    expect(isLeft(answer) && answer.left.kind).to.equal('NotVisible');
    const now = await side.queries.threadsNow({ channels: [channel(13), channel(14)] })();
    if (isLeft(now)) return expect.fail(now.left.kind);
    expect(now.right.threads.map(({ thread, whole }) => [thread.channelId, whole])).to.have.deep.members([
      [channel(13), true],
      [channel(14), false],
    ]);
  });

  it('are not followed before their first message', async () => {
    const personal = await openPersonal({ connectionString: side.url }, true);
    const { userId } = viewer;
    const wrote = (n: number) => ({ userId, channelId: channel(n), part: 'wrote', at: instantOf(NOW) }) as const;
    await personal.threads.tookPart([wrote(12), wrote(14)]);
    const answer = await side.queries.readState({ viewer, atLeast: undefined, channels: undefined })();
    await personal.close();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    expect(answer.right.value.followed.map(({ thread }) => thread.name)).to.deep.equal(['post 12']);
  });

  it('stand in a channel that says its kind, its tags and its need of one', async () => {
    const answer = await side.queries.channelVisible({ viewer, atLeast: undefined, channelId: FORUM })();
    if (isLeft(answer)) return expect.fail(answer.left.kind);
    const { channelKind, tags, tagRequired } = answer.right.value;
    expect([channelKind, tags.map(({ name }) => name), tagRequired]).to.deep.equal([
      'forum',
      ['solved', 'lenses'],
      true,
    ]);
    const post = await side.queries.channelVisible({ viewer, atLeast: undefined, channelId: channel(11) })();
    if (isLeft(post)) return expect.fail(post.left.kind);
    expect([post.right.value.channelKind, post.right.value.tags]).to.deep.equal(['thread', []]);
  });
});
