import { expect } from 'chai';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import {
  channel,
  channelId,
  entry,
  guild,
  inChannel,
  later,
  me,
  message,
  messageId,
} from '#infra/workshop/testkit/client-world.ts';
import { json, type StagedServer, type StagedSocket, stagedPlatform } from '#infra/workshop/testkit/staged-platform.ts';
import { visibleState } from '#infra/workshop/testkit/visible-state.ts';
import { client } from '#web/client/client.ts';
import { governanceRequests } from '#web/governance/requests.ts';

const MINUTE = 60_000;
const tokens = (n: number) => json(200, { access_token: `access-${n}`, expires_in_secs: 900 });
const problem = (status: number, code: string) =>
  json(status, { type: 'about:blank', title: code, status, code, detail: code, request_id: 'r' });
const limited = (seconds: number) =>
  json(429, {
    ...{ type: 'about:blank', title: 'slow down', status: 429, code: 'rate_limited', request_id: 'r' },
    ...{ detail: `Wait ${seconds} seconds before you try again.`, retry_after_secs: seconds },
  });
const channels = Array.from({ length: 9 }, (_, i) => channel(i + 1));
const guilds = [entry(guild(1), channels)];
const at = channelId(1);

/** Answers like a well-behaved server. `history` gives the messages of each page. */
const server = (history: () => ReadonlyArray<ReturnType<typeof message>>): StagedServer => {
  let renewals = 1;
  return ({ method, path }) => {
    if (path === '/auth/refresh') {
      renewals += 1;
      return tokens(renewals);
    }
    if (method === 'GET' && path.includes('/messages')) return json(200, { messages: history(), next_before: null });
    if (path.includes('/members')) return json(200, { members: [], next_after: null });
    return problem(404, 'not_found');
  };
};

const staged = (history: () => ReadonlyArray<ReturnType<typeof message>> = () => [], answer = server(history)) => {
  const stage = stagedPlatform(answer);
  const one = client(stage.platform);
  const socket = (): StagedSocket => {
    const last = stage.sockets.at(-1);
    if (last === undefined) throw new Error('the client opened no socket');
    return last;
  };
  const sentOf = (t: string) =>
    socket()
      .sent.filter((frame) => frame.t === t)
      .map((frame) => frame.d);
  const goLive = () => {
    socket().says('hello', { heartbeat_interval_ms: 30_000 });
    socket().says('ready', { user: me, guilds, unread: [], resume_token: 'first', server_time: later(0) });
  };
  const open = async () => {
    one.openChannel(at);
    socket().says('subscribed', { ...inChannel, position: 'here', resume_token: 'second', ref: channelId(1) });
    await stage.pass(20);
  };
  const resume = () => {
    socket().says('hello', { heartbeat_interval_ms: 30_000 });
    socket().says('resumed', { user: me, guilds, unread: [], subscriptions: [inChannel], server_time: later(0) });
  };
  const shown = () => (visibleState(one.state()).messages[channelId(1)] ?? []).map((m) => m.content);
  one.accept({ access_token: 'access-1', expires_in_secs: 900 });
  return { ...stage, one, socket, sentOf, goLive, open, resume, shown };
};

describe('the client', () => {
  it('identifies, subscribes to the open channel and reads its newest page', async () => {
    const { goLive, open, sentOf, shown, asked } = staged(() => [message(10)]);
    goLive();
    await open();
    expect(sentOf('identify')).to.deep.equal([{ access_token: 'access-1' }]);
    expect(sentOf('subscribe')).to.deep.equal([{ ...inChannel, ref: channelId(1) }]);
    expect(asked.filter(({ path }) => path.includes('/messages')).map(({ path }) => path.split('?')[1])).to.deep.equal([
      'limit=50&until=here',
    ]);
    expect(shown()).to.deep.equal(['message 10']);
  });

  it('stays subscribed to the last six channels and unsubscribes older ones', async () => {
    const { goLive, one, sentOf, pass } = staged();
    goLive();
    for (let n = 1; n <= 8; n += 1) one.openChannel(channelId(n));
    await pass(MINUTE);
    expect(sentOf('subscribe').map((d) => d['channel_id'])).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8].map(channelId));
    expect(sentOf('unsubscribe').map((d) => d['channel_id'])).to.deep.equal([1, 2].map(channelId));
  });

  it('resumes with its newest token and sends an unanswered message again under the same nonce', async () => {
    const { goLive, open, one, socket, sentOf, pass, resume, shown, sockets } = staged();
    goLive();
    await open();
    one.send(at, 'is this on?');
    const [first] = sentOf('message_create');
    socket().closes(CLOSE.restarting.code);
    expect(one.phase().kind).to.equal('waiting');
    await pass(2_000);
    expect(sockets).to.have.length(2);
    resume();
    expect(sentOf('resume')).to.deep.equal([{ access_token: 'access-1', resume_token: 'second' }]);
    // The message had reached the log. The replay tells it without its nonce.
    socket().says('message_create', {
      message: message(10, { content: 'is this on?', author_id: me.user_id, created_at: later(1) }),
    });
    socket().says('replayed', { resume_token: 'third' });
    await pass(20);
    expect(sentOf('message_create')).to.deep.equal([first]);
    socket().says('message_ack', { nonce: first?.['nonce'], message_id: messageId(10) });
    await pass(20);
    expect(shown()).to.deep.equal(['is this on?']);
    expect(one.state().unconfirmed).to.deep.equal([]);
  });

  it('sends a reply with the message that it answers, and as a plain message when that one is gone', async () => {
    const { goLive, open, one, socket, sentOf, pass } = staged();
    goLive();
    await open();
    one.send(at, 'yes', { to: messageId(3), mentions: false });
    const [first] = sentOf('message_create');
    expect(first).to.include({ content: 'yes', reply_to: messageId(3), mention_replied: false });
    socket().says('error', { code: 'reply_unknown', ref: first?.['nonce'], detail: 'It is gone.' });
    await pass(20);
    const [refused] = one.state().unconfirmed;
    expect(refused).to.include({ status: 'refused', replyTo: messageId(3) });
    one.sendAgain(refused?.nonce ?? '');
    const again = sentOf('message_create').at(-1);
    expect(again).to.include({ content: 'yes' });
    expect(again).to.not.have.any.keys('reply_to', 'mention_replied');
    expect(again?.['nonce']).to.not.equal(first?.['nonce']);
  });

  it('keeps messages that are written offline and sends them when it is online', async () => {
    const { goLive, open, one, sentOf, pass, resume, goOnline, socket } = staged();
    goLive();
    await open();
    goOnline(false);
    expect(one.phase().kind).to.equal('offline');
    one.send(at, 'from the tunnel');
    await pass(MINUTE);
    goOnline(true);
    resume();
    socket().says('replayed', { resume_token: 'third' });
    expect(sentOf('message_create').map((d) => d['content'])).to.deep.equal(['from the tunnel']);
  });

  it('shows a message as failed without an answer, and sends it again under the same nonce', async () => {
    const { goLive, open, one, sentOf, pass, socket } = staged();
    goLive();
    await open();
    one.send(at, 'hello?');
    for (let second = 0; second < 25; second += 5) {
      await pass(5_000);
      socket().says('heartbeat_ack', { resume_token: 'alive' });
    }
    const [failed] = one.state().unconfirmed;
    expect(failed).to.include({ status: 'refused', content: 'hello?' });
    one.sendAgain(failed?.nonce ?? '');
    await pass(10_000);
    const [first, second] = sentOf('message_create');
    expect(second).to.deep.equal(first);
  });

  it('repeats a deferred message under the same nonce, before the messages that were written later', async () => {
    const { goLive, open, one, sentOf, pass, socket } = staged();
    goLive();
    await open();
    one.send(at, 'first');
    const [first] = sentOf('message_create');
    socket().says('error', { code: 'store_unavailable', ref: first?.['nonce'], detail: 'Try again in a moment.' });
    one.send(at, 'second');
    await pass(20);
    expect(one.state().unconfirmed[0]).to.include({ status: 'waiting', uncertain: true, trouble: null });
    expect(sentOf('message_create'), 'the second message waits behind it').to.have.length(1);
    await pass(2_000);
    expect(sentOf('message_create').map((d) => d['content'])).to.deep.equal(['first', 'first', 'second']);
    expect(sentOf('message_create')[1]).to.deep.equal(first);
    socket().says('message_ack', { nonce: first?.['nonce'], message_id: messageId(10) });
    await pass(20);
    expect(one.state().unconfirmed.map(({ status }) => status)).to.deep.equal(['acknowledged', 'sending']);
  });

  it('shows a message as failed after the last pause, or at once when the server refuses it', async () => {
    const { goLive, open, one, sentOf, pass, socket } = staged();
    goLive();
    await open();
    one.send(at, 'anybody?');
    const nonce = sentOf('message_create')[0]?.['nonce'];
    const putOff = (): void => socket().says('error', { code: 'busy', ref: nonce, detail: 'Try again in a moment.' });
    const tries = [1, 2, 4, 8, 15, 15];
    for (const seconds of tries) {
      putOff();
      await pass(seconds * 1_000);
      socket().says('heartbeat_ack', { resume_token: 'alive' });
    }
    expect(sentOf('message_create')).to.have.length(1 + tries.length);
    expect(one.state().unconfirmed[0]?.status).to.equal('sending');
    putOff();
    await pass(20);
    expect(one.state().unconfirmed[0]).to.deep.include({
      status: 'refused',
      trouble: { code: 'busy', detail: 'Try again in a moment.' },
    });

    one.send(at, 'may I?');
    const [asked] = sentOf('message_create').slice(-1);
    socket().says('error', { code: 'missing_permission', ref: asked?.['nonce'], detail: 'No.' });
    await pass(20);
    expect(one.state().unconfirmed[1]).to.deep.include({ status: 'refused', content: 'may I?' });
  });

  it('waits as long as the server says before a retry, and shows a long wait as a failure', async () => {
    const { goLive, open, one, sentOf, pass, socket } = staged();
    goLive();
    await open();
    one.send(at, 'too fast?');
    const nonce = sentOf('message_create')[0]?.['nonce'];
    const wait = (retry_after_secs: number): void =>
      socket().says('error', { code: 'rate_limited', ref: nonce, detail: 'Wait.', retry_after_secs });
    wait(9);
    await pass(8_900);
    expect(sentOf('message_create')).to.have.length(1);
    await pass(200);
    expect(sentOf('message_create')).to.have.length(2);
    wait(61);
    await pass(20);
    expect(one.state().unconfirmed[0]).to.deep.include({
      status: 'refused',
      trouble: { code: 'rate_limited', detail: 'Wait.' },
    });
  });

  it('sends a message that came too soon for slow mode once the pause is over', async () => {
    const { goLive, open, one, sentOf, pass, socket } = staged();
    goLive();
    await open();
    one.send(at, 'too soon');
    const nonce = sentOf('message_create')[0]?.['nonce'];
    socket().says('error', { code: 'slow_mode', ref: nonce, detail: 'Wait.', retry_after_secs: 30 });
    await pass(29_900);
    expect(one.state().unconfirmed[0]).to.deep.include({ content: 'too soon', status: 'waiting' });
    await pass(200);
    expect(sentOf('message_create').map(({ nonce: sent }) => sent)).to.deep.equal([nonce, nonce]);
  });

  it('renews its token before it expires and keeps the connection', async () => {
    const { goLive, open, one, sentOf, pass, socket, sockets } = staged();
    goLive();
    await open();
    for (let i = 0; i < 29; i += 1) {
      await pass(30_000);
      socket().says('heartbeat_ack', { resume_token: 'alive' });
    }
    expect(sentOf('reauthenticate')).to.deep.equal([{ access_token: 'access-2' }]);
    expect(sockets).to.have.length(1);
    expect(one.phase().kind).to.equal('live');
  });

  it('hands over a renewed token only after the server accepted the connection', async () => {
    const { goLive, sentOf, pass, socket } = staged();
    goLive();
    for (let i = 0; i < 27; i += 1) {
      await pass(30_000);
      socket().says('heartbeat_ack', { resume_token: 'alive' });
    }
    socket().closes(CLOSE.restarting.code);
    await pass(2_000);
    socket().says('hello', { heartbeat_interval_ms: 30_000 });
    await pass(30_000);
    expect(sentOf('resume')).to.deep.equal([{ access_token: 'access-1', resume_token: 'alive' }]);
    expect(sentOf('reauthenticate'), 'the server would refuse it as not ready').to.deep.equal([]);
    socket().says('resumed', { user: me, guilds, unread: [], subscriptions: [], server_time: later(0) });
    await pass(20);
    expect(sentOf('reauthenticate')).to.deep.equal([{ access_token: 'access-2' }]);
  });

  it('drops a silent connection', async () => {
    const { goLive, pass, sockets } = staged();
    goLive();
    await pass(3 * MINUTE);
    expect(sockets[0]?.left()).to.equal(true);
    expect(sockets.length).to.be.above(1);
  });

  it('never sends faster than the server allows', async () => {
    const { goLive, open, one, sentOf, pass, socket } = staged();
    goLive();
    await open();
    for (let i = 0; i < 40; i += 1) one.send(at, `burst ${i}`);
    expect(socket().sent.length).to.be.at.most(16);
    await pass(9_000);
    expect(socket().sent.length).to.be.at.most(20);
    for (let i = 0; i < 4; i += 1) {
      await pass(10_000);
      socket().says('heartbeat_ack', { resume_token: 'alive' });
    }
    const contents = sentOf('message_create').map((d) => d['content']);
    expect(contents.slice(0, 40)).to.deep.equal(Array.from({ length: 40 }, (_, i) => `burst ${i}`));
  });

  it('sends nothing of one user after another user logs in from another window', async () => {
    const { goLive, open, one, socket, sentOf, pass, asked, kept } = staged(
      () => [message(10)],
      (request) => {
        if (request.method === 'GET') return server(() => [message(10)])(request);
        return json(200, {}, { 'filament-position': 'of the first' });
      },
    );
    goLive();
    await open();
    await one.api.renameGuild(guild(1).guild_id, 'renamed');
    socket().closes(CLOSE.restarting.code);
    one.send(at, 'for my eyes only');
    await pass(2_000);
    kept.set('person', 'the other');
    socket().says('hello', { heartbeat_interval_ms: 30_000 });
    const other = { ...me, user_id: message(10).author_id };
    socket().says('ready', { user: other, guilds, unread: [], resume_token: 'first', server_time: later(0) });
    await open();
    await pass(MINUTE);
    expect(one.state().unconfirmed).to.deep.equal([]);
    expect(sentOf('message_create')).to.deep.equal([]);
    expect(asked.at(-1)?.path).to.include('/messages');
    expect(asked.at(-1)?.headers.get('filament-at-least')).to.equal(null);
  });

  it('reads its own write in a command that is decided on what the server reads, and in no other', async () => {
    const { goLive, one, asked } = staged(
      () => [message(10)],
      () => json(200, {}, { 'filament-position': 'of my write' }),
    );
    goLive();
    await one.api.renameGuild(guild(1).guild_id, 'renamed');
    const requests = governanceRequests(one.api, guild(1).guild_id);
    await requests.undo('an act', true);
    expect(asked.at(-1)?.headers.get('filament-at-least')).to.equal('of my write');
    await one.api.renameGuild(guild(1).guild_id, 'renamed again');
    expect(asked.at(-1)?.headers.get('filament-at-least')).to.equal(null);
  });

  it('signs out and forgets everything when the session is revoked', async () => {
    const { goLive, open, one, socket, kept, pass } = staged(() => [message(10)]);
    goLive();
    await open();
    socket().closes(CLOSE.sessionRevoked.code);
    await pass(20);
    expect(one.signIn()).to.equal('signed-out');
    expect(one.state().guilds).to.deep.equal({});
    expect(kept.get('signed-in')).to.equal(undefined);
  });

  it('removes the drafts from the device when the session is revoked elsewhere', async () => {
    const { goLive, one, socket, kept, pass } = staged();
    goLive();
    kept.set('draft.1', 'half a thought');
    socket().closes(CLOSE.sessionRevoked.code);
    await pass(20);
    expect(one.ended()).to.equal('revoked');
    expect([...kept.keys()]).to.deep.equal([]);
  });

  it('says nothing of another device after a log-out here, whatever comes first', async () => {
    const { goLive, one, socket, pass } = staged(undefined, ({ path }) => {
      if (path === '/auth/logout') socket().closes(CLOSE.sessionRevoked.code);
      return json(200, {});
    });
    goLive();
    await one.logOut();
    await pass(20);
    expect([one.signIn(), one.ended()]).to.deep.equal(['signed-out', null]);
  });

  it('asks for a refused channel again only when the user tries again', async () => {
    const { goLive, one, socket, sentOf, pass, shown } = staged(() => [message(10)]);
    goLive();
    one.openChannel(at);
    socket().says('error', { code: 'not_found', ref: channelId(1), detail: 'There is no such channel.' });
    await pass(20);
    expect(one.state().timelines[channelId(1)]?.trouble?.code).to.equal('not_found');
    await one.loadOlder(at);
    expect(sentOf('subscribe')).to.have.length(2);
    socket().says('subscribed', { ...inChannel, position: 'here', resume_token: 'second', ref: channelId(1) });
    await pass(20);
    expect(shown()).to.deep.equal(['message 10']);
  });
});

describe('a renewal that is answered after its session ended', () => {
  /** Logs out while a renewal runs. `told` then brings the late answer. */
  const answered = async (late: Response) => {
    const answer = Promise.withResolvers<Response>();
    const others = server(() => []);
    let renewals = 0;
    const one = staged(undefined, (asked) => {
      if (asked.path === '/auth/logout') return json(200, {});
      if (asked.path !== '/auth/refresh') return others(asked);
      renewals += 1;
      return renewals === 1 ? answer.promise : others(asked);
    });
    one.goLive();
    for (let i = 0; i < 28; i += 1) {
      await one.pass(30_000);
      one.socket().says('heartbeat_ack', { resume_token: 'alive' });
    }
    await one.one.logOut();
    expect(renewals, 'the renewal runs').to.equal(1);
    return {
      ...one,
      told: async () => {
        answer.resolve(late);
        await one.pass(20);
      },
    };
  };

  it('leaves no mark of a session and starts no other renewal', async () => {
    const { told, kept, one, asked, pass } = await answered(tokens(7));
    await told();
    expect(one.signIn()).to.equal('signed-out');
    expect([...kept.keys()]).to.deep.equal([]);
    const before = asked.length;
    await pass(20 * MINUTE);
    expect(asked).to.have.length(before);
  });

  it('neither ends the next session nor gives it a token', async () => {
    for (const late of [tokens(7), problem(401, 'refresh_invalid')]) {
      const { told, one, goLive, pass, sentOf, asked, socket } = await answered(late);
      one.accept({ access_token: 'access-of-the-next', expires_in_secs: 900 });
      await told();
      goLive();
      await pass(20);
      expect(one.signIn()).to.equal('signed-in');
      expect(sentOf('identify')).to.deep.equal([{ access_token: 'access-of-the-next' }]);
      await one.loadMembers(guild(1).guild_id);
      expect(asked.at(-1)?.headers.get('authorization')).to.equal('Bearer access-of-the-next');
      for (let i = 0; i < 28; i += 1) {
        await pass(30_000);
        socket().says('heartbeat_ack', { resume_token: 'alive' });
      }
      expect(sentOf('reauthenticate'), 'the next session renews its own token').to.deep.equal([
        { access_token: 'access-2' },
      ]);
    }
  });
});

describe('the client of a hostile server', () => {
  const broken: ReadonlyArray<readonly [string, string]> = [
    ['is not JSON', '{'],
    ['has another version', '{"v":2,"t":"ready","d":{}}'],
    ['lacks a field', '{"v":1,"t":"ready","d":{}}'],
    ['is too long', `{"v":1,"t":"reauthenticated","d":"${'x'.repeat(33 * 1024 * 1024)}"}`],
  ];
  for (const [fault, text] of broken) {
    it(`closes the connection when a frame ${fault}`, () => {
      const { goLive, socket, one } = staged();
      goLive();
      const before = one.state();
      socket().saysRaw(text);
      expect(socket().left()).to.equal(true);
      expect(one.state()).to.equal(before);
      // The next connection would bring the same frame. The banner asks for a reload.
      expect(one.phase()).to.deep.equal({ kind: 'stopped', code: 4200 });
    });
  }

  it('passes over fields that a newer server adds, also one that is named like the prototype', () => {
    const { goLive, socket } = staged();
    goLive();
    socket().saysRaw('{"v":1,"t":"reauthenticated","d":{"x":1},"since":2}');
    socket().saysRaw('{"v":1,"t":"reauthenticated","d":{"__proto__":{"x":1}}}');
    expect(socket().left()).to.equal(false);
    expect(({} as { readonly x?: number }).x).to.equal(undefined);
  });

  it('ignores a frame with an unknown name', () => {
    const { goLive, socket } = staged();
    goLive();
    socket().saysRaw('{"v":1,"t":"poll_create","d":{"x":1}}');
    expect(socket().left()).to.equal(false);
  });

  const answers: ReadonlyArray<readonly [string, string, () => Response]> = [
    ['a wrong value', 'answer_malformed', () => json(200, { messages: 'many' })],
    ['a page of HTML', 'answer_malformed', () => new Response('<html>')],
    ['an error without a reason', 'no_reason_given', () => new Response('no', { status: 500 })],
    ['too many bytes', 'answer_too_long', () => new Response('x'.repeat(9 * 1024 * 1024))],
    [
      'a broken connection',
      'unreachable',
      () => {
        throw new Error('refused');
      },
    ],
  ];
  for (const [kind, code, answer] of answers) {
    it(`reports ${code} when a page of messages is answered with ${kind}`, async () => {
      const { goLive, open, one, pass } = staged(undefined, ({ path }) =>
        path.includes('/messages') ? answer() : problem(404, 'not_found'),
      );
      goLive();
      await open();
      await pass(20);
      expect(one.state().timelines[channelId(1)]?.trouble?.code).to.equal(code);
    });
  }
});

describe('the tokens of the client', () => {
  const begun = async (answers: ReadonlyArray<Response>) => {
    const left = [...answers];
    const stage = stagedPlatform(() => left.shift() ?? problem(503, 'unavailable'));
    stage.kept.set('signed-in', 'yes');
    stage.kept.set('draft.1', 'half a thought');
    const one = client(stage.platform);
    const begin = one.begin();
    await stage.pass(5_000);
    await begin;
    return { one, ...stage };
  };

  it('are renewed from an earlier visit with the cookie and an empty body', async () => {
    const { one, asked, kept } = await begun([tokens(1)]);
    expect(one.signIn()).to.equal('signed-in');
    expect(asked[0]).to.include({ method: 'POST', path: '/auth/refresh', body: '{}' });
    expect(JSON.stringify([...kept])).not.to.include('access');
  });

  it('are requested under one idempotency key until an answer comes, also by a page that opens later', async () => {
    const { asked, kept } = await begun([problem(503, 'unavailable')]);
    const name = asked[0]?.headers.get('idempotency-key');
    expect(name).to.match(/^[0-9A-Z]{26}$/);
    const later = stagedPlatform(() => tokens(1));
    for (const [key, value] of kept) later.kept.set(key, value);
    await client(later.platform).begin();
    expect(later.asked[0]?.headers.get('idempotency-key')).to.equal(name);
    await later.pass(0);
    const next = stagedPlatform(() => tokens(2));
    for (const [key, value] of later.kept) next.kept.set(key, value);
    await client(next.platform).begin();
    expect(next.asked[0]?.headers.get('idempotency-key')).not.to.equal(name);
  });

  it('are requested without a key when the clock is too wrong for one', async () => {
    const { one, asked } = await begun([problem(400, 'idempotency_key_invalid'), tokens(1)]);
    expect(one.signIn()).to.equal('signed-in');
    expect(asked[1]?.headers.get('idempotency-key')).to.equal(null);
  });

  it('are requested again when another window was a moment earlier', async () => {
    const { one, asked } = await begun([problem(409, 'refresh_superseded'), tokens(1)]);
    expect(one.signIn()).to.equal('signed-in');
    expect(asked).to.have.length(2);
  });

  it('are given up when the server refuses them, but not when it does not answer', async () => {
    expect((await begun([problem(401, 'refresh_invalid')])).one.signIn()).to.equal('signed-out');
    expect((await begun([problem(503, 'unavailable')])).one.signIn()).to.equal('unreachable');
  });

  it('end with the drafts when the session was revoked, and without them when it has expired', async () => {
    const revoked = await begun([problem(401, 'refresh_token_invalid')]);
    expect([revoked.one.signIn(), revoked.one.ended()]).to.deep.equal(['signed-out', 'revoked']);
    expect([...revoked.kept.keys()]).to.deep.equal([]);
    const expired = await begun([problem(401, 'session_expired')]);
    expect([expired.one.signIn(), expired.one.ended()]).to.deep.equal(['signed-out', 'expired']);
    expect(expired.kept.get('draft.1')).to.equal('half a thought');
  });

  it('are awaited as long as the server asks, without another request, and then go on', async () => {
    const { one, asked, pass } = await begun([limited(40), tokens(1)]);
    expect([one.signIn(), asked.length]).to.deep.equal(['limited', 1]);
    expect(one.limitedUntil()).to.equal(Date.UTC(2026, 0, 5, 12) + 40_000);
    await one.begin();
    await pass(30_000);
    expect([one.signIn(), asked.length]).to.deep.equal(['limited', 1]);
    await pass(10_000);
    expect([one.signIn(), asked.length]).to.deep.equal(['signed-in', 2]);
  });

  it('are left alone when the user logs in again meanwhile', async () => {
    const { one, asked, pass, kept } = await begun([limited(40)]);
    one.logInAgain();
    expect([one.signIn(), kept.has('signed-in')]).to.deep.equal(['signed-out', false]);
    one.accept({ access_token: 'access-2', expires_in_secs: 900 });
    expect([one.signIn(), one.phase().kind]).to.deep.equal(['signed-in', 'connecting']);
    await pass(60_000);
    expect(asked).to.have.length(1);
  });

  it('let a connection wait with the reason when the server asks for it, and the user may log in again', async () => {
    const { one, sockets, asked, pass } = await begun([tokens(1), limited(40), tokens(2)]);
    sockets.at(-1)?.says('hello', { heartbeat_interval_ms: 30_000 });
    sockets.at(-1)?.closes(CLOSE.tokenExpired.code);
    await pass(1_000);
    expect(one.phase()).to.include({ kind: 'waiting', limited: true });
    expect(asked).to.have.length(2);
    await pass(41_000);
    sockets.at(-1)?.says('hello', { heartbeat_interval_ms: 30_000 });
    sockets.at(-1)?.closes(CLOSE.tokenExpired.code);
    await pass(1_000);
    expect([one.phase().kind, asked.length]).to.deep.equal(['connecting', 3]);
    one.logInAgain();
    expect(one.signIn()).to.equal('signed-out');
  });

  it('are not requested without an earlier login', async () => {
    const stage = stagedPlatform(() => problem(500, 'never'));
    const one = client(stage.platform);
    await one.begin();
    expect(one.signIn()).to.equal('signed-out');
    expect(stage.asked).to.deep.equal([]);
  });
});
