import { expect } from 'chai';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import {
  address,
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
import { json, type StagedRequest, stagedPlatform } from '#infra/workshop/testkit/staged-platform.ts';
import { type Client, client } from '#web/client/client.ts';
import type { Platform } from '#web/platform/platform.ts';

const guilds = [entry(guild(1), [channel(1)])];
const at = { channelId: channelId(1), messageId: messageId(10) };
const own = message(10, { author_id: me.user_id });
const problem = (status: number, code: string) =>
  json(status, { type: 'about:blank', title: code, status, code, detail: code, request_id: 'r' });

/** A page over a staged server whose answers to edits and reactions the test gives. */
const staged = (answer: (asked: StagedRequest) => Response | Promise<Response>) => {
  const stage = stagedPlatform((asked) => {
    if (asked.path === '/auth/refresh') return json(200, { access_token: 'access', expires_in_secs: 900 });
    if (asked.method === 'GET') return json(200, { messages: [own], next_before: null });
    return answer(asked);
  });
  const changesAsked = () => stage.asked.filter(({ method }) => ['PATCH', 'PUT', 'DELETE'].includes(method));
  const page = (platform: Platform = stage.platform) => {
    const one = client(platform);
    one.accept({ access_token: 'access', expires_in_secs: 900 });
    return one;
  };
  const goLive = async (one: Client) => {
    const socket = stage.sockets.at(-1);
    socket?.says('hello', { heartbeat_interval_ms: 30_000 });
    socket?.says('ready', { user: me, guilds, unread: [], resume_token: 'first', server_time: later(0) });
    one.openChannel(at.channelId);
    socket?.says('subscribed', { ...inChannel, position: 'here', resume_token: 'second', ref: channelId(1) });
    await stage.pass(20);
  };
  return { ...stage, page, goLive, changesAsked };
};
const statuses = (one: Client) => one.state().changes.map(({ status }) => status);

describe('an edit or a reaction', () => {
  it('is sent at once and leaves when its message shows it', async () => {
    const stage = staged(() => json(200, {}));
    const one = stage.page();
    await stage.goLive(one);
    one.change(at, { kind: 'edit', content: 'better' });
    await stage.pass(20);
    expect(stage.changesAsked().map(({ method, body }) => [method, body])).to.deep.equal([
      ['PATCH', '{"content":"better"}'],
    ]);
    expect(statuses(one)).to.deep.equal(['acknowledged']);
    stage.sockets.at(-1)?.says('message_update', {
      ...address,
      message_id: at.messageId,
      content: 'better',
      edited_at: later(9),
      revision: 9,
    });
    await stage.pass(20);
    expect(statuses(one)).to.deep.equal([]);
  });

  it('waits while there is no connection, and is sent under one key for all its tries', async () => {
    let broken = true;
    const stage = staged(() => (broken ? Promise.reject(new TypeError('no network')) : json(200, {})));
    const one = stage.page();
    await stage.goLive(one);
    stage.sockets.at(-1)?.closes(CLOSE.restarting.code);
    one.change(at, { kind: 'reaction', emoji: '👍', on: true });
    await stage.pass(20);
    expect(stage.changesAsked()).to.deep.equal([]);
    expect(statuses(one)).to.deep.equal(['waiting']);
    await stage.pass(5_000);
    await stage.goLive(one);
    expect(stage.changesAsked()).to.have.length(1);
    broken = false;
    await stage.pass(20_000);
    const keys = stage.changesAsked().map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).to.have.length(2);
    expect(new Set(keys)).to.have.length(1);
    expect(stage.changesAsked()[1]?.path).to.match(/\/reactions\/%F0%9F%91%8D\/me$/);
  });

  it('keeps its text and the reason when the server refuses it, and goes again when the user asks', async () => {
    let refused = true;
    const stage = staged(() => (refused ? problem(403, 'forbidden') : json(200, {})));
    const one = stage.page();
    await stage.goLive(one);
    one.change(at, { kind: 'edit', content: 'may I?' });
    await stage.pass(2_000);
    expect(stage.changesAsked()).to.have.length(1);
    expect(one.state().changes[0]).to.deep.include({
      status: 'refused',
      change: { kind: 'edit', content: 'may I?' },
      trouble: { code: 'forbidden', detail: 'forbidden' },
    });
    refused = false;
    one.changeAgain(one.state().changes[0]?.key ?? '');
    await stage.pass(20);
    expect(stage.changesAsked()).to.have.length(2);
    expect(statuses(one)).to.deep.equal(['acknowledged']);
  });

  it('is sent after the change of the same part before it was answered', async () => {
    const waiting: Array<(answer: Response) => void> = [];
    const stage = staged(() => new Promise<Response>((resolve) => waiting.push(resolve)));
    const one = stage.page();
    await stage.goLive(one);
    one.change(at, { kind: 'edit', content: 'one' });
    one.change(at, { kind: 'edit', content: 'two' });
    one.change(at, { kind: 'edit', content: 'three' });
    await stage.pass(20);
    expect(stage.changesAsked().map(({ body }) => body)).to.deep.equal(['{"content":"one"}']);
    waiting[0]?.(json(200, {}));
    await stage.pass(20);
    expect(stage.changesAsked().map(({ body }) => body)).to.deep.equal(['{"content":"one"}', '{"content":"three"}']);
  });
});

describe('the outbox of a window', () => {
  it('outlives a reload: each message and each change is sent again under its key', async () => {
    const stage = staged(() => json(200, {}));
    const before = stage.page();
    await stage.goLive(before);
    stage.sockets.at(-1)?.closes(CLOSE.restarting.code);
    before.send(at.channelId, 'on its way');
    before.change(at, { kind: 'edit', content: 'better' });
    before.change(at, { kind: 'reaction', emoji: '👍', on: true });
    await stage.pass(20);
    const nonce = before.state().unconfirmed[0]?.nonce;
    const keys = before.state().changes.map(({ key }) => key);
    // The old page goes away without a word. Its timers never fire again.
    const after = stage.page({ ...stage.platform });
    await stage.goLive(after);
    const sent = stage.sockets.at(-1)?.sent.filter(({ t }) => t === 'message_create');
    expect(sent?.map(({ d }) => [d['content'], d['nonce']])).to.deep.equal([['on its way', nonce]]);
    expect(stage.changesAsked().map(({ headers }) => headers.get('idempotency-key'))).to.deep.equal(keys);
  });

  it('is empty for another user of the same window', async () => {
    const stage = staged(() => json(200, {}));
    const before = stage.page();
    await stage.goLive(before);
    stage.sockets.at(-1)?.closes(CLOSE.restarting.code);
    before.send(at.channelId, 'mine alone');
    const after = stage.page({ ...stage.platform });
    const socket = stage.sockets.at(-1);
    socket?.says('hello', { heartbeat_interval_ms: 30_000 });
    const another = { ...me, user_id: message(11).author_id };
    socket?.says('ready', { user: another, guilds, unread: [], resume_token: 'first', server_time: later(0) });
    await stage.pass(20);
    expect(after.state().unconfirmed).to.deep.equal([]);
    expect(socket?.sent.filter(({ t }) => t === 'message_create')).to.deep.equal([]);
  });

  it('is passed over when it cannot be read', async () => {
    const stage = staged(() => json(200, {}));
    stage.platform.windowKeepsakes.write('outbox', '{"version":1,"messages":[{"nonce":""}]}');
    const one = stage.page();
    await stage.goLive(one);
    expect(one.state().unconfirmed).to.deep.equal([]);
  });

  it('is taken up again under its key after it was discarded, and only once', async () => {
    let broken = true;
    const stage = staged(() => (broken ? problem(403, 'forbidden') : json(200, {})));
    const one = stage.page();
    await stage.goLive(one);
    one.change(at, { kind: 'reaction', emoji: '👍', on: true });
    await stage.pass(20);
    const [refused] = one.state().changes;
    if (refused?.status !== 'refused') throw new Error('the reaction was not refused');
    one.discardChange(refused.key);
    broken = false;
    const before = stage.changesAsked().length;
    one.takeUpChange(refused);
    one.takeUpChange(refused);
    await stage.pass(20);
    const asked = stage.changesAsked().slice(before);
    expect(asked.map(({ method }) => method)).to.deep.equal(['PUT']);
    expect(asked[0]?.headers.get('idempotency-key')).to.equal(refused.key);
  });
});
