import { expect } from 'chai';
import { Problem } from '#gateway/protocol/problem.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import { SearchPage } from '#gateway/protocol/search.ts';
import {
  type Answered,
  apiOf,
  atLeastNow,
  claimOwner,
  join,
  makeChannel,
  makeGuild,
  newcomer,
  type Person,
  say,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a message', () => {
  let server: TestServer;
  let owner: Person;
  let guild: Guild;
  let talk: Channel;
  /** The answer to each user's last change. */
  const last = new Map<Person, Answered>();

  const search = async (q: string, more: Readonly<Record<string, string>> = {}, who = owner): Promise<Answered> => {
    const query = new URLSearchParams({ q, ...more });
    for (;;) {
      const answer = await who.api('GET', `/guilds/${guild.guild_id}/search?${query}`, atLeastNow(last.get(who)));
      // A busy machine may not have opened the index yet, or may be too slow, so the search is repeated.
      if (answer.status !== 503) return answer;
    }
  };
  const says = async (who: Person, text: string): Promise<void> => {
    last.set(who, (await say(who, talk, text)).after);
  };
  const found = async (q: string, more: Readonly<Record<string, string>> = {}, who = owner) =>
    (await search(q, { sort: 'newest', ...more }, who)).as(SearchPage);

  const TEXTS: ReadonlyArray<string | null> = [
    'done \u2713 today',
    '\u2713',
    'release v2.0 is out',
    'a screw of 3.5mm',
    'made by Foo\u2122 here',
    'half: 1\u00BD cups',
    'the \uFB01nal o\uFB00er',
    'read the \u0643\u062A\u0640\u0640\u0640\u0627\u0628 now',
    'in Persian: \u06A9\u06CC\u0645\u06CC\u0627',
    'a zero\u200Bwidth space',
    'it costs 1,000 in all',
    'it costs 2000 in all',
    '5 \u20AC a piece',
  ];

  before(async () => {
    server = await startServer();
    const api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    guild = await makeGuild(owner, 'ours');
    talk = await makeChannel(owner, guild, 'talk');
    for (const text of TEXTS) await says(owner, text ?? '');
  });
  after(() => server.stop());

  const cases: ReadonlyArray<readonly [string, ReadonlyArray<number>]> = [
    ['\u2713', [1, 0]],
    ['"\u2713"', [1, 0]],
    ['\u2713*', [1, 0]],
    ['done \u2713', [0]],
    ['today -\u2713', []],
    ['\u20AC', [12]],
    ['2.0', [2]],
    ['v2.0', [2]],
    ['3.5', [3]],
    ['3.5mm', [3]],
    ['foo', [4]],
    ['Foo\u2122', [4]],
    ['1/2', [5]],
    ['\u00BD', [5]],
    ['final offer', [6]],
    ['\u0643\u062A\u0627\u0628', [7]],
    ['\u06A9\u062A\u0627\u0628', [7]],
    ['\u0643\u064A\u0645\u064A\u0627', [8]],
    ['zerowidth', [9]],
    ['zero\u200Bwidth', [9]],
    ['1000', [10]],
    ['1.000', [10]],
    ['"1 000"', [10]],
    ['1\u00A0000', [10]],
    ["1'000 in:talk", [10]],
    ['2,000', [11]],
    ['2_000', [11]],
    ['\u202Afinal\u202C \uFEFFoffer', [6]],
    ['from:me today', [0]],
    ['from:\u200Eme today', [0]],
  ];
  for (const [q, hits] of cases) {
    it(`is found by ${JSON.stringify(q)}`, async () => {
      const page = await found(q);
      expect(page.hits.map(({ message }) => TEXTS.indexOf(message.content))).to.deep.equal(hits);
      expect(page.nearly).to.equal(false);
    });
  }

  for (const [q, marked] of [
    ['foo', 'Foo'],
    ['\u0643\u062A\u0627\u0628', '\u0643\u062A\u0640\u0640\u0640\u0627\u0628'],
    ['offer', 'o\uFB00er'],
    ['1000', '1,000'],
    ['2.0', '2.0'],
    ['zerowidth', 'zero\u200Bwidth'],
  ] as const) {
    it(`is marked where ${q} stands as it is written`, async () => {
      const [hit] = (await found(q)).hits;
      expect(hit?.snippet.ranges.map(({ start, end }) => hit.snippet.text.slice(start, end))).to.deep.equal([marked]);
    });
  }

  it('is not searched with invisible characters alone, as with nothing', async () => {
    const nothing = (await search('')).as(Problem);
    for (const q of ['\u200B', '\uFEFF \u202E', '\u2060\u00AD\u0007']) {
      const problem = (await search(q)).as(Problem);
      expect(problem).to.include({ code: 'search_query_invalid', detail: nothing.detail });
    }
  });

  it('is found by its mention of me, and by another user as a mention of that user', async () => {
    const friend = await newcomer(owner.api, 'friend');
    await join(owner, guild, friend);
    const [toOwner, toFriend] = [`dear <@${owner.userId}>, hello`, `dear <@${friend.userId}>, hello`];
    await says(friend, toOwner);
    await says(owner, toFriend);
    // Each user waits for an own change only.
    await says(friend, 'hello again');
    const said = async (q: string, who: Person) => (await found(q, {}, who)).hits.map(({ message }) => message.content);
    expect(await said('mentions:me', owner)).to.deep.equal([toOwner]);
    expect(await said('mentions:me', friend)).to.deep.equal([toFriend]);
    expect(await said('dear from:me', friend)).to.deep.equal([toOwner]);
    expect(await said('dear from:ME from:owner', friend)).to.have.length(2);
  });

  it('is found on the day of the time zone that the search names', async () => {
    const { hits } = await found('"in all"');
    const sentMs = Date.parse(hits[0]?.message.created_at ?? '');
    // In one of these two zones the message was sent on another day than in the other.
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const dayIn = (zone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(sentMs);
    const [east = '', west = ''] = zones.map(dayIn);
    expect(east).not.to.equal(west);
    for (const [zone, day, count] of [
      [zones[0], east, 2],
      [zones[1], west, 2],
      [zones[0], west, 0],
      [zones[1], east, 0],
    ] as const) {
      const page = await found(`"in all" during:${day}`, { zone: zone ?? '' });
      expect(page.hits, `${zone} ${day}`).to.have.length(count);
    }
  });

  it('is not searched in a time zone that does not exist', async () => {
    const refused = await search('during:2024-03-31', { zone: 'Mars/Olympus' });
    expect(refused.status).to.equal(400);
    expect(refused.as(Problem)).to.include({ code: 'query_invalid', field: 'zone' });
    expect(refused.as(Problem).detail).to.match(/Europe\/Berlin/);
  });
});
