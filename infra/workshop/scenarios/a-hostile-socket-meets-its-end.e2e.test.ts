import { connect as connectSocket, type Socket } from 'node:net';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { JSON_VALUES_MAX } from '#gateway/protocol/limits.ts';
import { GATEWAY_LIMITS } from '#gateway/ws/limits.ts';
import {
  channelId,
  channelMade,
  guildMade,
  registered,
  sent,
  sessionId,
  userId,
} from '#infra/workshop/scenarios/staged-events.ts';
import { ORIGIN, type World, world } from '#infra/workshop/scenarios/staged-world.ts';
import { type Client, client } from '#infra/workshop/testkit/gateway-client.ts';

const FIRST = { channel_id: channelId(1) };
const envelope = (t: string, d: unknown, v: unknown = 1): string => JSON.stringify({ v, t, d });

describe('a hostile or broken socket', () => {
  let here: World;
  let ada: Client;
  beforeEach(async () => {
    here = await world({ closeWithinMs: 200 });
    here.append([registered(1), registered(2), guildMade(1, 1), channelMade(1)]);
    ada = await identified(1);
    ada.say({ t: 'subscribe', d: FIRST });
    await ada.hears('subscribed');
  });
  afterEach(async () => {
    // Ada still receives messages, and the server keeps nothing of the other socket.
    here.append([sent(1)]);
    await ada.hears('message_create');
    expect(here.gateway.connections()).to.equal(1);
    expect(here.faults).to.deep.equal([]);
    ada.close();
    await here.close();
  });
  const identified = async (user: number): Promise<Client> => {
    const one = await client(here.url, { origin: ORIGIN });
    one.say({ t: 'identify', d: { access_token: here.accessToken(userId(user), sessionId(user)) } });
    await one.hears('ready');
    return one;
  };

  const refusedFrames: ReadonlyArray<readonly [name: string, frame: string, detail: string]> = [
    ['that is not JSON', '{"v":1,', 'a frame must be JSON'],
    ['that is a list', '[]', 'a frame must be an object'],
    ['of another version', envelope('heartbeat', {}, 2), 'v must be 1'],
    ['of no known name', envelope('shout', {}), 't is not the name of a known frame'],
    ['named like a part of every object', envelope('constructor', {}), 't is not the name of a known frame'],
    ['with a field too many', '{"v":1,"t":"heartbeat","d":{},"s":1}', 'a frame has v, t and d alone'],
    ['with unknown facts', envelope('heartbeat', { a: 1 }), 'd has an unknown field "a"'],
    ['with a guild beside a channel', envelope('subscribe', { ...FIRST, guild_id: FIRST.channel_id }), '"guild_id"'],
    [
      'with a prototype key',
      '{"v":1,"t":"heartbeat","d":{"__proto__":{"admin":true}}}',
      'd has an unknown field "__proto__"',
    ],
    ['with a fact of another type', envelope('subscribe', { ...FIRST, ref: 1 }), 'd.ref must be a text'],
    ['with an id that is none', envelope('subscribe', { channel_id: '1' }), 'ChannelId must be a ULID'],
    ['nested deep', `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'a frame nests at most 32 levels deep'],
    ['of too many values', `[${'{},'.repeat(20_000)}{}]`, `a frame has at most ${JSON_VALUES_MAX} values`],
    ['with a field named twice', '{"v":1,"t":"heartbeat","d":{},"d":{}}', 'a frame names every field once'],
  ];
  for (const [name, frame, detail] of refusedFrames) {
    it(`receives the fault of a frame ${name} and is closed`, async () => {
      const one = await identified(2);
      one.raw(frame);
      expect(await one.ended).to.deep.equal({ code: 4200, reason: 'malformed_frame' });
      const error = await one.hears('error');
      expect(error.code).to.equal('malformed_frame');
      expect(error.detail).to.contain(detail);
    });
  }

  it('is closed after a binary frame', async () => {
    const one = await identified(2);
    one.raw(Buffer.from(envelope('heartbeat', {})));
    expect((await one.ended).code).to.equal(4200);
  });
  it('is closed after a frame over 64 KiB', async () => {
    const one = await identified(2);
    one.raw(' '.repeat(64 * 1024 + 1));
    expect((await one.ended).code).to.equal(1009);
  });
  it('is closed after a frame over 4 KiB before it identifies', async () => {
    const one = await client(here.url);
    one.raw(' '.repeat(4 * 1024 + 1));
    expect((await one.ended).code).to.equal(1009);
  });
  it('is closed when its data before identify exceeds the limit without a complete frame', async () => {
    const one = await client(here.url);
    for (let i = 0; i < 5; i += 1) one.ws.send(' '.repeat(1_000), { fin: false });
    expect((await one.ended).code).to.equal(1009);
  });
  it('is closed after a message in too many pieces', async () => {
    const one = await identified(2);
    for (let i = 0; i < 100; i += 1) one.ws.send(' ', { fin: false });
    expect((await one.ended).code).to.equal(1008);
  });
  it('is closed when it sends too many frames', async () => {
    const one = await identified(2);
    for (let i = 0; i < 30; i += 1) one.say({ t: 'heartbeat', d: {} });
    expect(await one.ended).to.deep.equal({ code: 4201, reason: 'rate_exceeded' });
  });
  it('is closed when it sends too many pings', async () => {
    const one = await identified(2);
    for (let i = 0; i < 30; i += 1) one.ws.ping();
    expect((await one.ended).code).to.equal(4201);
  });
  it('is closed when it acts before it identifies', async () => {
    const one = await client(here.url);
    one.say({ t: 'subscribe', d: FIRST });
    expect((await one.ended).code).to.equal(4100);
  });
  it('is closed when it identifies twice', async () => {
    const one = await identified(2);
    one.say({ t: 'identify', d: { access_token: here.accessToken(userId(2), sessionId(2)) } });
    expect((await one.ended).code).to.equal(4204);
  });
  it('is closed for a forged token, and with another code for an expired one', async () => {
    const [forged, expired] = [await client(here.url), await client(here.url)];
    forged.say({ t: 'identify', d: { access_token: 'nonsense' } });
    expired.say({ t: 'identify', d: { access_token: here.accessToken(userId(2), sessionId(2), -1_000) } });
    expect((await forged.ended).code).to.equal(4101);
    expect((await expired.ended).code).to.equal(4102);
  });
  it('is closed when it breaks the framing of the protocol', async () => {
    const { port } = new URL(here.url);
    const socket = await handshaken(Number(port));
    // An unmasked frame with a reserved opcode.
    socket.write(Buffer.from([0x83, 0x00]));
    const bytes = await rest(socket);
    expect(bytes.readUInt16BE(bytes.lastIndexOf(0x88) + 2)).to.equal(1002);
  });

  it('is refused when it comes from another site', async () => {
    for (const origin of ['https://evil.example', 'null', 'https://chat.example.evil.example', 'http://chat.example']) {
      expect(await statusOf(here.url, { origin }), origin).to.equal(403);
    }
    expect(here.faults.splice(0), 'the operator hears of it once').to.deep.equal(['https://evil.example']);
  });
  it('is not authenticated by a token in the URL', async () => {
    const token = encodeURIComponent(here.accessToken(userId(2), sessionId(2)));
    const one = await client(`${here.url}?access_token=${token}`);
    one.say({ t: 'heartbeat', d: {} });
    expect((await one.ended).code).to.equal(4100);
  });
});

describe('a socket without a user', () => {
  let here: World;
  beforeEach(async () => {
    here = await world({ deadlines: { ...GATEWAY_LIMITS.deadlines, identifyWithinMs: 300 } });
  });
  afterEach(() => here.close());

  it('is closed when it never identifies', async () => {
    const one = await client(here.url);
    expect(await one.ended).to.deep.equal({ code: 4100, reason: 'not_identified' });
  });
  it('is closed when it identifies too slowly, byte by byte', async () => {
    const one = await client(here.url);
    const bytes = Buffer.from(envelope('identify', { access_token: 'x' }));
    let at = 0;
    const trickle = setInterval(() => {
      at += 1;
      one.ws.send(bytes.subarray(at - 1, at), { fin: false, binary: false });
    }, 50);
    expect((await one.ended).code).to.equal(4100);
    clearInterval(trickle);
  });
});

describe('a connection beyond the limit', () => {
  let here: World;
  const opened: Array<Client> = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) one.close();
    await here.close();
  });
  const stranger = async (): Promise<Client> => {
    const one = await client(here.url);
    opened.push(one);
    return one;
  };

  it('is refused for one address', async () => {
    here = await world({ connectionsPerAddress: 2 });
    await stranger();
    const second = await stranger();
    expect(await statusOf(here.url)).to.equal(429);
    second.close();
    await second.ended;
    await eventually(() => here.gateway.connections() === 1);
    await stranger();
  });
  it('is refused for one user', async () => {
    here = await world({ connectionsPerUser: 2 });
    here.append([registered(1)]);
    const codes = [];
    for (let session = 1; session <= 3; session += 1) {
      const one = await stranger();
      one.say({ t: 'identify', d: { access_token: here.accessToken(userId(1), sessionId(session)) } });
      codes.push(await Promise.race([one.hears('ready').then(() => 'ready'), one.ended.then(({ code }) => code)]));
    }
    expect(codes).to.deep.equal(['ready', 'ready', 4203]);
  });
});

describe('a gateway that is full of silent sockets', () => {
  let here: World;
  const opened: Array<Client> = [];
  beforeEach(async () => {
    here = await world({ unidentified: 4 });
    here.append([registered(1), registered(2)]);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) one.close();
    await here.close();
  });
  const from = async (address: string): Promise<Client> => {
    const one = await client(here.url, { from: address });
    opened.push(one);
    await one.hears('hello');
    return one;
  };
  const greets = async (one: Client, user: number): Promise<void> => {
    one.say({ t: 'identify', d: { access_token: here.accessToken(userId(user), sessionId(user)) } });
    await one.hears('ready');
  };

  /** Opens a silent socket, which may be refused. */
  const press = (address: string): Promise<unknown> => from(address).catch(() => undefined);

  it('takes a newcomer in place of the oldest of the network that holds most, and keeps the newcomer', async () => {
    const attackers = [await from('203.0.113.1'), await from('203.0.113.2'), await from('192.0.2.1')];
    attackers.push(await from('192.0.2.2'));
    const newcomer = await from('198.51.100.7');
    expect((await attackers[0]?.ended)?.code).to.be.oneOf([4003, 1006]);
    for (let n = 3; n < 20; n += 1) await press(`203.0.113.${n}`);
    await greets(newcomer, 1);
    expect(here.gateway.metrics().unidentified).to.equal(3);
    expect(here.gateway.connections()).to.equal(4);
  });

  it('displaces no client that has identified', async () => {
    const ada = await from('203.0.113.1');
    await greets(ada, 1);
    for (let n = 2; n < 12; n += 1) await press(`203.0.113.${n}`);
    const grace = await from('198.51.100.7');
    await greets(grace, 2);
    for (const one of [ada, grace]) {
      one.say({ t: 'heartbeat', d: {} });
      await one.hears('heartbeat_ack');
    }
  });

  it('refuses a newcomer while every network holds one socket that came just now', async () => {
    await here.close();
    here = await world({ unidentified: 2, displacedAfterMs: 600_000 });
    here.append([registered(1)]);
    const first = await from('203.0.113.1');
    await from('198.51.100.1');
    expect(await statusOf(here.url, { headers: { 'x-forwarded-for': '192.0.2.1' } })).to.equal(503);
    await greets(first, 1);
    await from('192.0.2.1');
  });
});

describe('a connection that goes quiet or grows old', () => {
  it('is closed when it sends nothing', async () => {
    const here = await world({ deadlines: { ...GATEWAY_LIMITS.deadlines, deadAfterMs: 100 } });
    here.append([registered(1)]);
    const one = await client(here.url);
    one.say({ t: 'identify', d: { access_token: here.accessToken(userId(1), sessionId(1)) } });
    expect(await one.ended).to.deep.equal({ code: 4001, reason: 'heartbeat_missed' });
    await here.close();
  });
  it('is closed when its token expires and it has not sent a new one', async () => {
    const here = await world({ deadlines: { ...GATEWAY_LIMITS.deadlines, reauthenticateGraceMs: 2_000 } });
    here.append([registered(1), registered(2)]);
    const [old, renewed] = [await client(here.url), await client(here.url)];
    old.say({ t: 'identify', d: { access_token: here.accessToken(userId(1), sessionId(1), 2_000) } });
    renewed.say({ t: 'identify', d: { access_token: here.accessToken(userId(2), sessionId(2), 2_000) } });
    await renewed.hears('ready');
    renewed.say({ t: 'reauthenticate', d: { access_token: here.accessToken(userId(2), sessionId(2)) } });
    await renewed.hears('reauthenticated');
    expect(await old.ended).to.deep.equal({ code: 4102, reason: 'token_expired' });
    renewed.say({ t: 'heartbeat', d: {} });
    await renewed.hears('heartbeat_ack');
    renewed.say({ t: 'reauthenticate', d: { access_token: here.accessToken(userId(2), sessionId(3)) } });
    expect((await renewed.ended).code).to.equal(4101);
    await here.close();
  });
});

describe('a consumer that is too slow', () => {
  it('is closed, and all others receive everything', async () => {
    const here = await world({ closeWithinMs: 200 });
    here.append([registered(1), registered(2), guildMade(1, 1), channelMade(1)]);
    const join = async (session: number): Promise<Client> => {
      const one = await client(here.url);
      one.say({ t: 'identify', d: { access_token: here.accessToken(userId(1), sessionId(session)) } });
      await one.hears('ready');
      one.say({ t: 'subscribe', d: FIRST });
      await one.hears('subscribed');
      return one;
    };
    const [quick, slow] = [await join(1), await join(2)];
    slow.ws.pause();
    const content = 'x'.repeat(2_000);
    let written = 0;
    while (here.gateway.connections() === 2) {
      here.append(Array.from({ length: 64 }, (_, i) => sent(written + i + 1, { content })));
      written += 64;
      await quick.hears('message_create', ({ message }) => message.message_id === lastSent(here));
    }
    expect(here.gateway.metrics().closed.get(4000)).to.equal(1);
    const heard = quick.heard.filter((frame) => frame.t === 'message_create');
    expect(heard).to.have.length(written);
    slow.ws.resume();
    expect((await slow.ended).code).to.be.oneOf([4000, 1006]);
    quick.close();
    await here.close();
  });
});

const lastSent = ({ log }: World): string | undefined => {
  const event = log.at(-1)?.event;
  return event?.type === 'message.sent' ? event.data.messageId : undefined;
};

const eventually = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

const statusOf = (
  url: string,
  options: { readonly origin?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const ws = new WebSocket(url, options);
    ws.once('open', () => reject(new Error('the socket was accepted')));
    ws.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    ws.on('error', () => undefined);
  });

/** Opens a bare TCP socket after the upgrade, for frames that no library would send. */
const handshaken = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connectSocket(port, '127.0.0.1', () => {
      const key = Buffer.alloc(16).toString('base64');
      socket.write(
        `GET /gateway/ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
    });
    socket.once('error', reject);
    socket.once('data', () => resolve(socket));
  });
const rest = (socket: Socket): Promise<Buffer> =>
  new Promise((resolve) => {
    const chunks: Array<Buffer> = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.once('close', () => resolve(Buffer.concat(chunks)));
  });
