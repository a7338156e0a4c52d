import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import {
  channel,
  channelCreated,
  channelDeleted,
  channelRenamed,
  deleted,
  guild,
  guildCreated,
  imported,
  joined,
  listed,
  message,
  registered,
  sent,
  session,
  threadBegun,
  unlisted,
  user,
} from '#infra/workshop/testkit/community-events.ts';
import { memorySearch } from '#infra/workshop/testkit/memory-search.ts';
import { type ReadSide, readSide } from '#infra/workshop/testkit/read-side.ts';
import { tableModels } from '#projections/registry.ts';
import { makeQueries } from '#queries/make-queries.ts';
import type { SearchQuestion, SearchView } from '#queries/queries.ts';
import { type TimeZone, UTC } from '#queries/search/search-query/time-zone.ts';

const OWNER = user(1);
const MEMBER = user(2);
const OUTSIDER = user(3);
const TALK = channel(1);
const ASIDE = channel(2);
const HIDDEN = channel(3);
const REMOVED = channel(4);
const ELSEWHERE = channel(5);
const [THREAD, SECRETS] = [channel(6), channel(7)];
const [FORUM, POST] = [channel(18), channel(19)];

type ChannelOf = { readonly guildId: GuildId; readonly channelId: ChannelId };
type Question = Partial<SearchQuestion<never>>;

describe('a search', () => {
  let side: ReadSide;
  const search = memorySearch();
  const queries = () =>
    makeQueries({
      models: side.readModels,
      search,
      progress: side.progress,
      now: () => instantOf(Date.now()),
      undoMs: 0,
    });
  const ask = (text: string, more: Question = {}, viewer: UserId = MEMBER) =>
    queries().searchMessages({
      viewer: { userId: viewer, sessionId: session(1) },
      atLeast: undefined,
      guildId: guild(1),
      text,
      zone: UTC,
      channelId: undefined,
      order: 'newest',
      limit: 10,
      after: undefined,
      admit: TE.right(undefined),
      ...more,
    })();
  const found = async (text: string, more: Question = {}, viewer: UserId = MEMBER): Promise<SearchView> => {
    const answer = await ask(text, more, viewer);
    if (isLeft(answer)) throw new Error(JSON.stringify(answer.left));
    return answer.right.value;
  };
  const idsOf = (view: SearchView): ReadonlyArray<MessageId> => view.hits.map((hit) => hit.message.messageId);

  before(async () => {
    side = await readSide();
    const { write } = side.log;
    const say = (place: ChannelOf, n: number, by: UserId, text: string) => {
      const position = write(sent(place, message(n), by, text));
      search.put({ messageId: message(n), ...place, authorId: by, position: Number(position), text });
    };
    write(registered(OWNER, 'Ada'));
    write(registered(MEMBER, 'ben'));
    write(registered(OUTSIDER, 'eve'));
    write(imported(user(7), 'ada'));
    write(imported(user(8), 'Zo\u00EB'));
    write(guildCreated(guild(1), OWNER));
    write(guildCreated(guild(2), OUTSIDER));
    for (const id of [TALK, ASIDE, HIDDEN, REMOVED]) {
      write(listed(guild(1), id));
      write(channelCreated(guild(1), id));
    }
    write(listed(guild(2), ELSEWHERE));
    write(channelCreated(guild(2), ELSEWHERE));
    write(channelRenamed(guild(1), TALK, 'Talk'));
    write(channelRenamed(guild(1), ASIDE, 'aside'));
    write(channelRenamed(guild(1), HIDDEN, 'hidden'));
    write(joined(guild(1), MEMBER));
    const talk = { guildId: guild(1), channelId: TALK };
    say(talk, 1, OWNER, 'the grid is wide');
    say(talk, 2, MEMBER, 'a grid of lines, and more words than the other');
    say({ guildId: guild(1), channelId: ASIDE }, 3, OWNER, 'the grid, aside');
    say({ guildId: guild(1), channelId: HIDDEN }, 4, OWNER, 'the canary sings on the grid');
    say({ guildId: guild(1), channelId: REMOVED }, 5, OWNER, 'the grid was removed');
    say({ guildId: guild(2), channelId: ELSEWHERE }, 6, OUTSIDER, 'a grid elsewhere');
    say(talk, 7, user(7), 'brought along: grid');
    say(talk, 8, user(8), 'written by another imported author');
    for (const [id, parent, name] of [
      [THREAD, TALK, 'plans'],
      [SECRETS, HIDDEN, 'secrets'],
    ] as const)
      write(threadBegun({ guildId: guild(1), channelId: parent }, id, OWNER, name));
    write(listed(guild(1), FORUM));
    write(channelCreated(guild(1), FORUM, 'forum'));
    write(threadBegun({ guildId: guild(1), channelId: FORUM }, POST, OWNER, 'lenses'));
    say({ guildId: guild(1), channelId: POST }, 11, OWNER, 'a posted word');
    say({ guildId: guild(1), channelId: THREAD }, 9, OWNER, 'a threaded word');
    say({ guildId: guild(1), channelId: SECRETS }, 10, OWNER, 'a threaded secret');
    for (let n = 20; n < 40; n += 1) say(talk, n, OWNER, `paging number ${n}`);
    // These messages are deleted in the tables, but not yet in the index.
    for (let n = 30; n < 38; n += 1) write(deleted(talk, message(n), OWNER));
    write(unlisted(guild(1), HIDDEN));
    write(channelDeleted(guild(1), REMOVED));
    for (const model of tableModels) await side.rebuild(model);
  });
  after(() => side.close());

  it('finds messages in every channel that the viewer may read, newest first, with marked matches', async () => {
    const view = await found('grid');
    expect(idsOf(view)).to.deep.equal([7, 3, 2, 1].map(message));
    expect(
      view.hits.map(({ snippet }) => snippet.ranges.map(({ start, end }) => snippet.text.slice(start, end))),
    ).to.deep.equal([['grid'], ['grid'], ['grid'], ['grid']]);
    expect(view.hits[1]?.message.author.username).to.equal('Ada');
    expect(view.next).to.equal(null);
    expect(view.nearly).to.equal(false);
  });

  it('finds messages in threads of readable channels, and names the threads', async () => {
    const view = await found('threaded');
    expect(idsOf(view)).to.deep.equal([message(9)]);
    expect(view.threads.map(({ channelId, name, parentId }) => [channelId, name, parentId])).to.deep.equal([
      [THREAD, 'plans', TALK],
    ]);
    expect(search.asked.at(-1)?.channels).not.to.include(SECRETS);
  });

  it('finds messages in posts of readable forums, and names the posts', async () => {
    const view = await found('posted');
    expect(idsOf(view)).to.deep.equal([message(11)]);
    expect(view.threads.map(({ name, parentId, post }) => [name, parentId, post?.words])).to.deep.equal([
      ['lenses', FORUM, 'a posted word'],
    ]);
  });

  it('asks the index for no channel that the viewer may not read', async () => {
    const before = search.asked.length;
    await found('canary');
    await found('grid in:hidden');
    await found('grid', { channelId: HIDDEN });
    await found('grid', { channelId: ELSEWHERE });
    for (const query of search.asked.slice(before)) {
      expect(query.channels).not.to.include.members([HIDDEN]);
      expect(query.channels).not.to.include.members([REMOVED]);
      expect(query.channels).not.to.include.members([ELSEWHERE]);
    }
  });

  it('finds no message that is hidden, in a removed channel or in another guild', async () => {
    const nothing = { hits: [], threads: [], next: null, nearly: false };
    expect(await found('canary')).to.deep.equal(nothing);
    expect(await found('grid in:hidden')).to.deep.equal(nothing);
    expect(await found('grid in:nowhere')).to.deep.equal(nothing);
    expect(await found('removed', {}, OWNER)).to.deep.equal(nothing);
    expect(await found('elsewhere', {}, OWNER)).to.deep.equal(nothing);
  });

  it('is not visible to a user who is no member, as in a guild that does not exist', async () => {
    expect(await ask('grid', {}, OUTSIDER)).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
    expect(await ask('grid', { guildId: guild(9) })).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
  });

  it('counts against the rate of a guild only when the viewer is a member', async () => {
    let counted = 0;
    const admit = async () => {
      counted += 1;
      return { _tag: 'Left' as const, left: { kind: 'Crowded' as const } };
    };
    const question = {
      guildId: guild(1),
      text: 'grid',
      zone: UTC,
      channelId: undefined,
      order: 'newest',
      limit: 5,
      after: undefined,
    } as const;
    const as = (userId: UserId) =>
      queries().searchMessages({ ...question, admit, viewer: { userId, sessionId: session(1) }, atLeast: undefined })();
    expect(await as(OUTSIDER)).to.deep.equal({ _tag: 'Left', left: { kind: 'NotVisible' } });
    expect(counted).to.equal(0);
    expect(await as(MEMBER)).to.deep.equal({ _tag: 'Left', left: { kind: 'Crowded' } });
    expect(counted).to.equal(1);
  });

  it('means the viewer by me, beside other names', async () => {
    expect(idsOf(await found('grid from:me'))).to.deep.equal([message(2)]);
    expect(idsOf(await found('grid from:me'))).not.to.deep.equal(idsOf(await found('grid from:me', {}, OWNER)));
    expect(idsOf(await found('grid from:@ME from:ada'))).to.deep.equal([7, 3, 2, 1].map(message));
    await found('grid mentions:me mentions:Ada');
    expect(search.asked.at(-1)?.mentions).to.deep.equal([OWNER, MEMBER]);
    const asked = search.asked.length;
    expect(await found('grid mentions:me mentions:nobody')).to.deep.equal({
      hits: [],
      threads: [],
      next: null,
      nearly: false,
    });
    expect(search.asked.length).to.equal(asked);
  });

  it('asks the index for days in the time zone of the viewer', async () => {
    await found('grid during:2024-03-31', { zone: 'Europe/Berlin' as TimeZone });
    const { sentFromMs, sentToMs } = search.asked.at(-1) ?? {};
    expect([sentFromMs, sentToMs].map((ms) => new Date(ms ?? 0).toISOString())).to.deep.equal([
      '2024-03-30T23:00:00.000Z',
      '2024-03-31T22:00:00.000Z',
    ]);
  });

  it('narrows to users and channels by name, in upper or lower case, with all users of one name', async () => {
    expect(idsOf(await found('grid from:ADA'))).to.deep.equal([7, 3, 1].map(message));
    expect(idsOf(await found('grid from:ada in:#talk'))).to.deep.equal([7, 1].map(message));
    expect(idsOf(await found('grid in:TALK in:aside'))).to.deep.equal([7, 3, 2, 1].map(message));
    expect(idsOf(await found('grid', { channelId: ASIDE }))).to.deep.equal([message(3)]);
    for (const name of ['Zo\u00EB', 'zo\u00EB', 'ZO\u00CB', 'Zoe\u0308'])
      expect(idsOf(await found(`from:${name}`))).to.deep.equal([message(8)]);
    expect(idsOf(await found('grid from:\uFF21da'))).to.deep.equal([7, 3, 1].map(message));
    expect(await found('grid from:nobody')).to.deep.equal({ hits: [], threads: [], next: null, nearly: false });
    expect(await found('grid from:eve')).to.deep.equal({ hits: [], threads: [], next: null, nearly: false });
  });

  it('gives full pages in order, without repeats, across messages that were deleted meanwhile', async () => {
    const seen: MessageId[] = [];
    let after: Question['after'];
    for (let pages = 0; pages < 20; pages += 1) {
      const view = await found('paging', { limit: 3, after });
      seen.push(...idsOf(view));
      if (view.next === null) break;
      expect(view.hits).to.have.length(3);
      after = view.next;
    }
    const there = [39, 38, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20];
    expect(seen).to.deep.equal(there.map(message));
  });

  it('goes on by relevance after its last hit', async () => {
    const first = await found('grid', { order: 'relevance', limit: 2 });
    const second = await found('grid', { order: 'relevance', limit: 2, after: first.next ?? undefined });
    expect([...idsOf(first), ...idsOf(second)]).to.deep.equal([7, 3, 1, 2].map(message));
    expect(second.next).to.equal(null);
  });

  it('looks for similar words when nothing matches exactly, says so, and goes on with them', async () => {
    const view = await found('grud', { limit: 3 });
    expect(view.nearly).to.equal(true);
    expect(idsOf(view)).to.deep.equal([7, 3, 2].map(message));
    expect(view.next?.nearly).to.equal(true);
    const rest = await found('grud', { limit: 3, after: view.next ?? undefined });
    expect(idsOf(rest)).to.deep.equal([message(1)]);
    expect(await found('nothinglikeit')).to.deep.equal({ hits: [], threads: [], next: null, nearly: false });
  });

  it('does not look for similar words of a phrase, a prefix or a filter', async () => {
    const before = search.asked.length;
    await found('"no such phrase"');
    await found('nosuch*');
    await found('in:aside from:ben');
    expect(search.asked.slice(before).map((query) => query.fuzzy)).to.deep.equal([false, false, false]);
  });

  it('explains a wrong query, but not to a viewer who may not see the guild', async () => {
    expect(await ask('"open', {}, OUTSIDER)).to.have.nested.property('left.kind', 'NotVisible');
    expect(await ask('author:ada')).to.have.nested.property('left.kind', 'SearchQueryInvalid');
  });

  for (const why of [
    { kind: 'SearchRebuilding', done: 0.4 },
    { kind: 'SearchUnavailable', why: 'no module' },
    { kind: 'SearchTooSlow' },
    { kind: 'SearchTooLong' },
  ] as const) {
    it(`answers ${why.kind} when the index does`, async () => {
      search.fail(why);
      try {
        expect(await ask('grid')).to.deep.equal({ _tag: 'Left', left: why });
        expect(await ask('grid', {}, OUTSIDER)).to.have.nested.property('left.kind', 'NotVisible');
      } finally {
        search.fail(undefined);
      }
    });
  }
});
