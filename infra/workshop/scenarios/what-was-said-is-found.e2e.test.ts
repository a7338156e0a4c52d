import { expect } from 'chai';
import { Problem } from '#gateway/protocol/problem.ts';
import { type Channel, type Guild, MessagePage } from '#gateway/protocol/resources.ts';
import { SearchPage } from '#gateway/protocol/search.ts';
import {
  type Answered,
  type Api,
  apiOf,
  atLeastNow,
  caughtUp,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  pathOf,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

type SearchParams = Readonly<Record<string, string | number>>;

describe('a message', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let member: Person;
  let stranger: Person;
  let guild: Guild;
  let talk: Channel;
  let aside: Channel;
  let theirs: Guild;
  let elsewhere: Channel;
  /** The answer to each user's last change. */
  const last = new Map<Person, Answered>();

  const say1 = async (who: Person, channel: Channel, text: string): Promise<string> => {
    const { after, message_id } = await say(who, channel, text);
    last.set(who, after);
    return message_id;
  };
  /** Searches until the index has reached the user's own last change. */
  const search = async (who: Person, q: string, more: SearchParams = {}, of: Pick<Guild, 'guild_id'> = guild) => {
    const query = new URLSearchParams({
      q,
      ...Object.fromEntries(Object.entries(more).map(([k, v]) => [k, String(v)])),
    });
    for (;;) {
      const answer = await who.api('GET', `/guilds/${of.guild_id}/search?${query}`, atLeastNow(last.get(who)));
      // A busy machine may not have opened the index yet, or may be too slow, so the search is repeated.
      if (answer.status !== 503) return answer;
    }
  };
  const found = async (who: Person, q: string, more: SearchParams = {}) => (await search(who, q, more)).as(SearchPage);
  const texts = ({ hits }: SearchPage) => hits.map((hit) => hit.message.content);

  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    [member, stranger] = [await newcomer(api, 'member'), await newcomer(api, 'stranger')];
    guild = await makeGuild(owner, 'ours');
    talk = await makeChannel(owner, guild, 'talk');
    aside = await makeChannel(owner, guild, 'aside');
    theirs = await makeGuild(stranger, 'theirs');
    elsewhere = await makeChannel(stranger, theirs, 'talk');
    await join(owner, guild, member);
    await say1(member, talk, `The Caf\u00E9 opens at nine, <@${owner.userId}>, see https://example.org/menu.png`);
    await say1(owner, talk, 'parse_HTTPRequest fails on the cafe menu');
    await say1(owner, aside, 'a menu of grids: old grid, new grid');
    await say1(owner, aside, '\u6771\u4EAC\u90FD\u306E\u5929\u6C17');
    // The owner's position is used to wait for the messages of the others, so the owner writes last.
    await say1(owner, talk, 'that is all');
  });
  after(() => server.stop());

  const cases: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ['cafe', ['parse_HTTP', 'The Caf']],
    ['CAF\u00C9 menu', ['parse_HTTP', 'The Caf']],
    ['menu', ['a menu', 'parse_HTTP', 'The Caf']],
    ['"new grid"', ['a menu']],
    ['"new old"', []],
    ['gri*', ['a menu']],
    ['menu -grids', ['parse_HTTP', 'The Caf']],
    ['menu -"cafe menu" -gri*', ['The Caf']],
    ['request', ['parse_HTTP']],
    ['example.org', ['The Caf']],
    ['\u4EAC\u90FD', ['\u6771\u4EAC']],
    ['from:MEMBER', ['The Caf']],
    ['menu from:@owner', ['a menu', 'parse_HTTP']],
    ['menu in:#aside', ['a menu']],
    ['mentions:owner', ['The Caf']],
    ['has:image', ['The Caf']],
    ['has:link has:file', ['The Caf']],
    ['menu before:2020', []],
    ['menu after:2020', ['a menu', 'parse_HTTP', 'The Caf']],
  ];
  for (const [q, starts] of cases) {
    it(`is found by ${q}`, async () => {
      const page = await found(owner, q, { sort: 'newest' });
      expect(texts(page).map((text) => starts.find((start) => text?.startsWith(start)) ?? text)).to.deep.equal(starts);
      expect(page).to.include({ next_before: null, nearly: false });
    });
  }

  it('is shown as plain text with the places of the searched words', async () => {
    const page = await found(owner, 'menu -grids', { sort: 'newest' });
    const marked = page.hits.map(({ snippet }) =>
      snippet.ranges.map(({ start, end }) => snippet.text.slice(start, end)),
    );
    expect(marked).to.deep.equal([['menu'], ['menu']]);
    expect(page.hits[1]?.message.author.username).to.equal('member');
  });

  it('is found with a mistyped word, and the answer says so', async () => {
    const page = await found(owner, 'resquest');
    expect(page.nearly).to.equal(true);
    expect(texts(page)).to.have.length(1);
    expect(await found(owner, 'zzzzzzzz')).to.deep.equal({ hits: [], next_before: null, nearly: false, threads: [] });
  });

  it('is found by its new text after an edit, and no longer after a deletion', async () => {
    const { message_id } = await say(owner, talk, 'a slip of the quill');
    last.set(
      owner,
      await owner.api('PATCH', `${pathOf(talk)}/messages/${message_id}`, {
        body: { content: 'a slip of the pen' },
      }),
    );
    expect(texts(await found(owner, 'slip -quill'))).to.deep.equal(['a slip of the pen']);
    expect(texts(await found(owner, '"the quill"'))).to.deep.equal([]);
    last.set(owner, await owner.api('DELETE', `${pathOf(talk)}/messages/${message_id}`));
    expect(texts(await found(owner, '"slip of"'))).to.deep.equal([]);
  });

  it('is found once over all pages, in both orders', async () => {
    for (let n = 0; n < 12; n += 1) await say1(owner, talk, `paging ${'long '.repeat(n % 4)}number ${n}`);
    for (const sort of ['newest', 'relevance']) {
      const seen: (string | null)[] = [];
      let before: string | null = null;
      do {
        const page: SearchPage = await found(owner, 'paging', {
          sort,
          limit: 5,
          ...(before === null ? {} : { before }),
        });
        expect(page.hits.length).to.be.within(1, 5);
        seen.push(...texts(page));
        before = page.next_before;
      } while (before !== null);
      expect(new Set(seen).size).to.equal(12);
      expect(seen).to.have.length(12);
      if (sort === 'newest') expect(seen[0]).to.match(/number 11$/);
    }
  });

  it('is paged only by the same user and the same search', async () => {
    const { next_before: before } = await found(owner, 'paging', { sort: 'newest', limit: 5 });
    const cursor = { sort: 'newest', limit: 5, before: before ?? '' };
    // Another letter in the middle is another byte. The last letter of Base64 may carry bits that mean nothing.
    const middle = cursor.before.length >> 1;
    const other = cursor.before[middle] === 'A' ? 'B' : 'A';
    const forged = `${cursor.before.slice(0, middle)}${other}${cursor.before.slice(middle + 1)}`;
    expect((await search(owner, 'paging', cursor)).status).to.equal(200);
    for (const answer of [
      await search(member, 'paging', cursor),
      await search(owner, 'pagin', cursor),
      await search(owner, 'paging', { ...cursor, sort: 'relevance' }),
      await search(owner, 'paging', { ...cursor, channel_id: talk.channel_id }),
      await search(owner, 'paging', { ...cursor, before: forged }),
    ]) {
      expect(answer.status).to.equal(400);
      expect(answer.as(Problem)).to.include({ code: 'query_invalid', field: 'before' });
    }
  });

  it('of another guild is not found or counted, and changes no other result', async () => {
    const asked = ['menu', 'grid', 'canary', 'nothere', 'menu in:talk', 'from:stranger', 'canarry'];
    const all = async () => {
      const pages = [];
      for (const q of asked)
        for (const sort of ['newest', 'relevance']) pages.push((await found(owner, q, { sort, limit: 2 })).hits);
      return pages;
    };
    const alone = await all();
    for (let n = 0; n < 30; n += 1) await say1(stranger, elsewhere, `menu grid canary ${'menu '.repeat(n)}`);
    expect((await search(stranger, 'canary', {}, theirs)).as(SearchPage).hits).to.have.length(25);
    expect(await all()).to.deep.equal(alone);
    expect((await search(owner, 'canary', {}, theirs)).code()).to.equal('not_found');
    expect((await search(owner, '"', {}, theirs)).code()).to.equal('not_found');
    expect(texts(await found(owner, 'canary', { channel_id: elsewhere.channel_id }))).to.deep.equal([]);
  });

  it('of a deleted channel is not found, and no message is found by a kicked user', async () => {
    const doomed = await makeChannel(owner, guild, 'doomed');
    await say1(owner, doomed, 'ephemeral words');
    expect(texts(await found(owner, 'ephemeral'))).to.have.length(1);
    last.set(owner, await owner.api('DELETE', pathOf(doomed)));
    expect(texts(await found(owner, 'ephemeral'))).to.deep.equal([]);
    expect(texts(await found(owner, 'ephemeral in:doomed'))).to.deep.equal([]);
    const guest = await newcomer(api, 'guest');
    await join(owner, guild, guest);
    expect(texts(await found(guest, 'menu'))).to.have.length(3);
    last.set(owner, await owner.api('POST', `/guilds/${guild.guild_id}/members/${guest.userId}/kick`, { body: {} }));
    await caughtUp(api);
    expect((await search(guest, 'menu')).code()).to.equal('not_found');
  });

  const hostile: ReadonlyArray<readonly [string, string, RegExp]> = [
    ['ten thousand stars', '*'.repeat(10_000), /at most 256 characters/],
    ['many stars', 'ab* '.repeat(60), /at most 4 words with a star/],
    ['deep nesting', '('.repeat(256), /Write what to search for/],
    ['a row of quotes', '"'.repeat(255), /no word in it|does not close/],
    ['many words', 'a '.repeat(128), /at most 20 words/],
    ['a star in the middle', `${'a'.repeat(100)}*${'a'.repeat(100)}`, /at the end of a word/],
    ['a star behind nothing', '*', /at least 2 letters/],
    ['a huge number', `before:${'9'.repeat(200)}`, /a day, a month or a year/],
    ['a day that never was', 'during:2024-02-30', /a day, a month or a year/],
    ['invisible characters alone', '\u0001\u202E\u202C\uFEFF', /Write what to search for/],
    ['a NUL', 'grid\u0000', /NUL/],
    ['nothing', '   ', /Write what to search for/],
  ];
  for (const [what, q, why] of hostile) {
    it(`is not searched with ${what}`, async () => {
      const answer = await search(owner, q);
      expect(answer.status).to.equal(400);
      const problem = answer.as(Problem);
      expect(problem.detail).to.match(why);
      expect(problem.field).to.equal('q');
      if (problem.code === 'search_query_invalid')
        expect((problem.at ?? -1) + (problem.length ?? 0)).to.be.within(0, q.length);
    });
  }

  for (const q of [
    '(a+)+$',
    `${'a'.repeat(250)}!`,
    '\u0300'.repeat(200),
    '[[[[{{{{',
    `"${'x y '.repeat(60)}"`,
    'a\u0301*b'.slice(0, 2),
  ]) {
    it(`is searched with ${JSON.stringify(q.slice(0, 20))} without harm`, async () => {
      expect((await search(owner, q)).status).to.be.oneOf([200, 400]);
    });
  }

  it('is read in the middle of its neighbours, and paging continues from there', async () => {
    const { hits } = await found(owner, '"paging number 4"', { limit: 1 });
    const middle = hits[0]?.message.message_id ?? '';
    const read = async (query: string) => owner.api('GET', `${pathOf(talk)}/messages?${query}`);
    const around = (await read(`around=${middle}&limit=5`)).as(MessagePage);
    expect(around.messages.map((m) => m.content?.slice(-8))).to.deep.equal([
      'number 6',
      'number 5',
      'number 4',
      'number 3',
      'number 2',
    ]);
    const newer = (await read(`after=${around.next_after}&limit=3`)).as(MessagePage);
    expect(newer.messages.map((m) => m.content?.slice(-8))).to.deep.equal(['number 9', 'number 8', 'number 7']);
    expect((await read(`after=${newer.next_after}&limit=100`)).as(MessagePage).next_after).to.equal(null);
    expect((await read(`after=${middle}&before=${middle}`)).code()).to.equal('query_invalid');
    expect((await read(`around=${hits[0]?.message.channel_id}`)).code()).to.equal('not_found');
  });
});

describe('a search', () => {
  it("is counted by user and by guild, and a stranger does not use up the guild's rate", async () => {
    const server = await startServer({ rates: { searches_per_user: 4, searches_per_guild: 6 } });
    try {
      const api = await apiOf(server.url);
      const owner = await claimOwner(server, api);
      const [member, third, stranger] = [
        await newcomer(api, 'member'),
        await newcomer(api, 'third'),
        await newcomer(api, 'stranger'),
      ];
      const guild = await makeGuild(owner, 'ours');
      await join(owner, guild, member, third);
      const status = async (who: Person) => (await who.api('GET', `/guilds/${guild.guild_id}/search?q=x`)).status;
      for (let n = 0; n < 4; n += 1) expect(await status(stranger)).to.equal(404);
      for (let n = 0; n < 4; n += 1) expect(await status(owner)).to.be.oneOf([200, 503]);
      expect(await status(owner)).to.equal(429);
      for (let n = 0; n < 2; n += 1) expect(await status(member)).to.be.oneOf([200, 503]);
      expect(await status(third)).to.equal(429);
    } finally {
      await server.stop();
    }
  });
});
