import { expect } from 'chai';
import {
  channel,
  channelId,
  entry,
  guild,
  guildId,
  inChannel,
  later,
  me,
  message,
  messageId,
} from '#infra/workshop/testkit/client-world.ts';
import { json, type StagedServer, stagedPlatform } from '#infra/workshop/testkit/staged-platform.ts';
import { client } from '#web/client/client.ts';
import { viewOf } from '#web/store/detour.ts';

const at = channelId(1);
const problem = (status: number, code: string, more: object = {}) =>
  json(status, { type: 'about:blank', title: code, status, code, detail: code, request_id: 'r', ...more });

/** Answers pages of a channel whose newest message is 50. Message 20 stands in the middle of its history. */
const history: StagedServer = ({ path }) => {
  const query = new URL(path, 'https://chat.example').searchParams;
  if (!path.includes('/messages')) return problem(404, 'not_found');
  if (query.has('around'))
    return json(200, {
      messages: [21, 20, 19].map((n) => message(n)),
      next_before: messageId(19),
      next_after: messageId(21),
    });
  if (query.has('after'))
    return json(200, { messages: [51, 50, 22].map((n) => message(n)), next_before: messageId(22), next_after: null });
  if (query.get('before') === messageId(19)) return json(200, { messages: [message(18)], next_before: null });
  return json(200, { messages: [message(50)], next_before: messageId(50) });
};

const staged = (answer: StagedServer) => {
  const stage = stagedPlatform(answer);
  const one = client(stage.platform);
  one.accept({ access_token: 'access-1', expires_in_secs: 900 });
  const socket = stage.sockets.at(-1);
  if (socket === undefined) throw new Error('the client opened no socket');
  socket.says('hello', { heartbeat_interval_ms: 30_000 });
  socket.says('ready', {
    user: me,
    guilds: [entry(guild(1), [channel(1), channel(2)])],
    resume_token: 'first',
    unread: [],
    server_time: later(0),
  });
  const subscribed = async () => {
    socket.says('subscribed', { ...inChannel, position: 'here', resume_token: 'second', ref: channelId(1) });
    await stage.pass(20);
  };
  const seen = () => {
    const timeline = one.state().timelines[channelId(1)];
    return timeline === undefined ? [] : viewOf(timeline).messages.map((m) => m.content);
  };
  const askedFor = (part: string) => stage.asked.filter(({ path }) => path.includes(part)).map(({ path }) => path);
  return { ...stage, one, socket, subscribed, seen, askedFor };
};

describe('a detour of the client', () => {
  it('waits for the subscription and then reads the history around its message', async () => {
    const { one, subscribed, seen, askedFor, pass } = staged(history);
    one.openChannel(at);
    one.seek({ channelId: at, messageId: messageId(20) });
    await pass(20);
    expect(askedFor('around=')).to.deep.equal([]);
    await subscribed();
    expect(askedFor('around=')).to.have.length(1);
    expect(seen()).to.deep.equal(['message 19', 'message 20', 'message 21']);
  });

  it('needs no request for a known message', async () => {
    const { one, subscribed, seen, askedFor, pass } = staged(history);
    one.openChannel(at);
    await subscribed();
    one.seek({ channelId: at, messageId: messageId(50) });
    await pass(20);
    expect(askedFor('around=')).to.deep.equal([]);
    expect(seen()).to.deep.equal(['message 50']);
  });

  it('goes on to the beginning and to the present, and ends there', async () => {
    const { one, socket, subscribed, seen, askedFor, pass } = staged(history);
    one.openChannel(at);
    await subscribed();
    one.seek({ channelId: at, messageId: messageId(20) });
    await pass(20);
    await one.loadOlder(at);
    await one.loadNewer(at);
    await pass(20);
    const all = [18, 19, 20, 21, 22, 50, 51].map((n) => `message ${n}`);
    expect(seen()).to.deep.equal(all);
    // The page held this message before its dispatch came.
    socket.says('message_create', { message: message(51) });
    await pass(20);
    expect(seen()).to.deep.equal(all);
    expect(one.state().timelines[channelId(1)]?.detour).to.equal(null);
    const before = askedFor('/messages').length;
    await one.loadNewer(at);
    expect(askedFor('/messages')).to.have.length(before);
  });

  it('ends when the user returns to the present', async () => {
    const { one, subscribed, seen, pass } = staged(history);
    one.openChannel(at);
    await subscribed();
    one.seek({ channelId: at, messageId: messageId(20) });
    await pass(20);
    one.toPresent(at);
    await pass(20);
    expect(seen()).to.deep.equal(['message 50']);
  });
});

describe('a search of the client', () => {
  const asked = { guildId: guildId(1), text: 'a "word" & more', sort: 'newest' } as const;
  const hit = { message: message(3), snippet: { text: 'message 3', ranges: [] } };

  it('sends the text of the user, and the cursor of the last page for the next page', async () => {
    const { one, askedFor, pass } = staged(({ path }) =>
      json(200, { hits: [hit], next_before: path.includes('before=') ? null : 'sealed', nearly: false }),
    );
    one.searching.search(asked);
    await pass(20);
    one.searching.more();
    await pass(20);
    one.searching.more();
    await pass(20);
    const [first, second, ...rest] = askedFor('/search?').map(
      (path) => new URL(path, 'https://chat.example').searchParams,
    );
    expect(rest).to.deep.equal([]);
    expect(first?.get('q')).to.equal(asked.text);
    expect(first?.get('sort')).to.equal('newest');
    expect(second?.get('before')).to.equal('sealed');
    expect(one.state().search).to.deep.include({ request: null, next: null, hits: [hit] });
  });

  it('shows the progress of an index that is being built, and repeats until the index is ready', async () => {
    let tries = 0;
    const { one, pass } = staged(() => {
      tries += 1;
      return tries < 3
        ? problem(503, 'search_rebuilding', { done_percent: tries * 40, retry_after_secs: 5 })
        : json(200, { hits: [hit], next_before: null, nearly: false });
    });
    one.searching.search(asked);
    await pass(20);
    expect(one.state().search?.trouble).to.include({ code: 'search_rebuilding', donePercent: 40 });
    await pass(5_000);
    expect(one.state().search?.trouble).to.include({ donePercent: 80 });
    await pass(5_000);
    expect(one.state().search).to.deep.include({ trouble: null, hits: [hit] });
  });

  it('tells the server the time zone of the user, so that its days are the days on the screen', async () => {
    const { one, askedFor, pass } = staged(() => json(200, { hits: [], next_before: null, nearly: false }));
    one.searching.search(asked);
    await pass(20);
    expect(askedFor('/search?').map((path) => new URL(path, 'https://chat.example').searchParams.get('zone'))).to.eql([
      'Europe/Berlin',
    ]);
  });

  it('goes on with the offset of the user, and at last in UTC, when the server does not know the time zone', async () => {
    const known = new Set(['+01:00', 'Europe/Berlin']);
    const { one, askedFor, pass } = staged(({ path }) => {
      const zone = new URL(path, 'https://chat.example').searchParams.get('zone');
      return zone === null || known.has(zone)
        ? json(200, { hits: [hit], next_before: null, nearly: false })
        : problem(400, 'query_invalid', { field: 'zone' });
    });
    const searchedIn = async (...zones: ReadonlyArray<string | null>) => {
      const before = askedFor('/search?').length;
      one.searching.search(asked);
      await pass(20);
      expect(one.state().search).to.deep.include({ trouble: null, hits: [hit] });
      const paths = askedFor('/search?').slice(before);
      expect(paths.map((path) => new URL(path, 'https://chat.example').searchParams.get('zone'))).to.eql(zones);
    };
    known.delete('Europe/Berlin');
    await searchedIn('Europe/Berlin', '+01:00');
    await searchedIn('+01:00');
    known.delete('+01:00');
    await searchedIn('+01:00', null);
    await searchedIn(null);
  });

  it('ends the one that still runs, and shows the hits of the last one only', async () => {
    const {
      one,
      asked: requests,
      pass,
    } = staged(({ path }) =>
      json(200, { hits: path.includes('kites') ? [hit] : [], next_before: null, nearly: false }),
    );
    one.searching.search({ ...asked, text: 'kit' });
    one.searching.search({ ...asked, text: 'kites' });
    await pass(20);
    const searches = requests.filter(({ path }) => path.includes('/search?'));
    expect(searches.map(({ ended }) => ended())).to.deep.equal([true, false]);
    expect(one.state().search).to.deep.include({ text: 'kites', request: null, trouble: null, hits: [hit] });
  });

  it('is not repeated after it is cleared', async () => {
    const { one, askedFor, pass } = staged(() =>
      problem(503, 'search_rebuilding', { done_percent: 1, retry_after_secs: 5 }),
    );
    one.searching.search(asked);
    await pass(20);
    one.searching.clear();
    await pass(60_000);
    expect(askedFor('/search?')).to.have.length(1);
    expect(one.state().search).to.equal(null);
  });

  it('is not repeated after the user logs out', async () => {
    const { one, askedFor, pass } = staged(() =>
      problem(503, 'search_rebuilding', { done_percent: 1, retry_after_secs: 5 }),
    );
    one.searching.search(asked);
    await pass(20);
    await one.logOut();
    await pass(60_000);
    expect(askedFor('/search?')).to.have.length(1);
    expect(one.state().search).to.equal(null);
  });

  it('keeps the place of a mistake in its text', async () => {
    const { one, pass } = staged(() => problem(400, 'search_query_invalid', { field: 'q', at: 2, length: 5 }));
    one.searching.search(asked);
    await pass(20);
    expect(one.state().search?.trouble).to.deep.include({ within: { at: 2, length: 5 } });
  });
});
