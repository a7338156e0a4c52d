import { expect } from 'chai';
import { WebSocket } from 'ws';
import { MESSAGE_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  type Api,
  apiOf,
  caughtUp,
  claimOwner,
  makeChannel,
  makeGuild,
  PASSWORD,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { bodyOf, chunked, head, speak } from '#infra/workshop/testkit/raw-http.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const MIB = 1024 * 1024;
/** Bytes that both kernels may hold of a body that the server never reads. */
const IN_KERNELS = 32 * MIB;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const PIECE = Buffer.alloc(64 * 1024, '[');

type Story = {
  readonly status: number;
  /** Method and path. `MESSAGES` stands for the messages of a channel. */
  readonly line: string;
  readonly type?: string;
  readonly token?: 'good' | 'guessed';
};
const json = 'application/json';
const stories: ReadonlyArray<Story> = [
  { status: 401, line: 'POST MESSAGES', type: json, token: 'guessed' },
  { status: 413, line: 'POST MESSAGES', type: json, token: 'good' },
  { status: 413, line: 'POST /auth/login', type: json },
  { status: 415, line: 'POST /auth/login', type: 'text/plain' },
  { status: 400, line: 'GET /guilds', token: 'good' },
  { status: 405, line: 'PUT /guilds', type: json },
  { status: 404, line: 'POST /nowhere' },
  { status: 200, line: 'GET /' },
];

const statusesIn = (text: string): ReadonlyArray<number> =>
  Array.from(text.matchAll(/HTTP\/1\.1 (\d+)/g), ([, status]) => Number(status));

describe('a request that is answered before its body was read', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let messages: string;
  let port: number;
  before(async () => {
    server = await startServer();
    port = Number(new URL(server.url).port);
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    messages = `${pathOf(await makeChannel(owner, await makeGuild(owner, 'ours'), 'talk'))}/messages`;
    await caughtUp(api);
  });
  after(() => server.stop());

  const headOf = ({ line, type, token }: Omit<Story, 'status'>, more: Readonly<Record<string, string | number>>) =>
    head(line.replace('MESSAGES', messages), {
      ...(type === undefined ? {} : { 'Content-Type': type }),
      ...(token === undefined ? {} : { Authorization: `Bearer ${token === 'good' ? owner.accessToken : 'guess'}` }),
      ...more,
    });
  function* request(start: string, body: Iterable<Buffer>) {
    yield start;
    yield* body;
  }

  for (const story of stories) {
    it(`is answered ${story.status} to ${story.line}, and the rest of 200 MiB is never taken`, async () => {
      const announced = await speak(
        port,
        request(headOf(story, { 'Content-Length': 200 * MIB }), bodyOf(200 * MIB, PIECE)),
      );
      const unannounced = await speak(
        port,
        request(headOf(story, { 'Transfer-Encoding': 'chunked' }), chunked(bodyOf(200 * MIB, PIECE))),
      );
      for (const { status, text, sentBytes } of [announced, unannounced]) {
        expect(status, text).to.equal(story.status);
        expect(text).to.match(/^connection: close\r$/im);
        expect(sentBytes).to.be.below(IN_KERNELS);
      }
    });
  }

  it('is heard by a client that sends a small body, and the connection goes on', async () => {
    const body = JSON.stringify({ content: 'x'.repeat(2_000) });
    const refused = headOf({ line: 'POST MESSAGES', type: json, token: 'guessed' }, { 'Content-Length': body.length });
    const last = head('GET /health/live', { Connection: 'close' });
    const { text } = await speak(port, [refused, body, refused + body + last]);
    expect(statusesIn(text)).to.deep.equal([401, 401, 200]);
  });

  it('is refused before its client sends the body, when the client asks first', async () => {
    const asks = (story: Omit<Story, 'status'>, length: number) =>
      headOf(story, { 'Content-Length': length, Expect: '100-continue' });
    for (const story of [
      { line: 'POST MESSAGES', type: json, token: 'guessed' },
      { line: 'POST MESSAGES', type: json, token: 'good' },
      { line: 'POST /nowhere', type: json },
    ] as const) {
      const { text } = await speak(port, [asks(story, MESSAGE_BODY_BYTES_MAX + 1)]);
      expect(statusesIn(text), text).to.have.length(1);
      expect(text).to.match(/^HTTP\/1\.1 4\d\d /);
    }
    const body = JSON.stringify({ username: 'nobody', password: PASSWORD });
    const login = headOf(
      { line: 'POST /auth/login', type: json },
      { 'Content-Length': body.length, Expect: '100-continue', Connection: 'close' },
    );
    const { text } = await speak(port, [login, body]);
    expect(statusesIn(text)).to.deep.equal([100, 401]);
  });
});

describe('the body of a request', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let channel: string;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    channel = pathOf(await makeChannel(owner, await makeGuild(owner, 'ours'), 'talk'));
    await caughtUp(api);
  });
  after(() => server.stop());

  /** Writes each character as an escape of six bytes, the longest form that JSON has. */
  const escaped = (text: string): string =>
    Array.from(text, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');

  it('may hold the longest message in its longest spelling with every character escaped', async () => {
    const spelled = `${'\r\n'.repeat(1_999)}\u00e9`;
    const answer = await owner.api('POST', `${channel}/messages`, { body: `{"content":"${escaped(spelled)}"}` });
    expect([answer.status, (answer.body as { readonly content?: string }).content]).to.deep.equal([
      201,
      spelled.replaceAll('\r\n', '\n'),
    ]);
  });
  it('may hold the longest credentials with every character escaped', async () => {
    const secret = escaped('x'.repeat(128));
    const credentials = `"username":"${escaped('u'.repeat(128))}","password":"${escaped('p'.repeat(1_024))}"`;
    const claim = `{"secret":"${secret}",${credentials},"refresh_in":"cookie"}`;
    expect((await api('POST', '/auth/claim', { body: claim })).code()).not.to.equal('body_too_large');
    expect((await api('POST', '/auth/login', { body: `{${credentials}}` })).code()).not.to.equal('body_too_large');
  });
  it('is refused with one byte more than its route takes, announced or not', async () => {
    const routes: ReadonlyArray<readonly [path: string, bytesMax: number]> = [
      ['/auth/register', SMALL_BODY_BYTES_MAX],
      ['/auth/claim', SMALL_BODY_BYTES_MAX],
      ['/auth/login', SMALL_BODY_BYTES_MAX],
      ['/auth/refresh', SMALL_BODY_BYTES_MAX],
      ['/auth/logout', SMALL_BODY_BYTES_MAX],
      ['/guilds', SMALL_BODY_BYTES_MAX],
      [`${channel}/messages`, MESSAGE_BODY_BYTES_MAX],
    ];
    for (const [path, bytesMax] of routes) {
      const codeOf = async (bytes: number, isChunked: boolean): Promise<string> => {
        const text = `{}${' '.repeat(bytes - 2)}`;
        // A stream has no length, so it goes in chunks. The types of Node do not know that a stream needs "half".
        const init: RequestInit & { readonly duplex: 'half' } = {
          method: 'POST',
          // A logout with the owner's token would end the session that the other routes need.
          headers: path.startsWith('/auth/')
            ? JSON_TYPE
            : { ...JSON_TYPE, Authorization: `Bearer ${owner.accessToken}` },
          body: isChunked ? new Blob([text]).stream() : text,
          duplex: 'half',
        };
        const response = await fetch(`${server.url}${path}`, init);
        return response.status === 204 ? 'done' : ((await response.json()) as { readonly code: string }).code;
      };
      for (const isChunked of [false, true]) {
        expect(await codeOf(bytesMax + 1, isChunked), path).to.equal('body_too_large');
        expect(await codeOf(bytesMax, isChunked), path).to.be.oneOf(['body_invalid', 'done']);
      }
    }
  });
});

describe('a request for an upgrade that the server does not offer', () => {
  let server: TestServer;
  let port: number;
  before(async () => {
    server = await startServer();
    port = Number(new URL(server.url).port);
  });
  after(() => server.stop());

  const upgrade = (to: string) => ({
    Connection: 'Upgrade, HTTP2-Settings',
    Upgrade: to,
    'HTTP2-Settings': 'AAMAAABk',
  });
  const offers = ['h2c', 'H2C', 'TLS/1.0', 'h2c, websocket', 'WebSocket', 'nonsense'];

  for (const to of offers) {
    it(`is answered as if it did not ask for ${to}`, async () => {
      const page = await speak(port, [head('GET /health/live', upgrade(to))]);
      expect([page.status, page.text.endsWith('{"status":"live"}')]).to.deep.equal([200, true]);
      expect(page.text, 'no request may follow it').to.match(/^connection: close\r$/im);
      const body = JSON.stringify({ username: 'nobody', password: PASSWORD });
      const headers = { ...JSON_TYPE, ...upgrade(to) };
      const whole = await speak(port, [head('POST /auth/login', { ...headers, 'Content-Length': body.length }) + body]);
      expect(whole.text).to.include('credentials_wrong');
      const parts = [Buffer.from(body.slice(0, 9)), Buffer.from(body.slice(9))];
      const start = head('POST /auth/login', { ...headers, 'Transfer-Encoding': 'chunked' });
      const inChunks = await speak(port, [start, ...chunked(parts), '0\r\n\r\n']);
      expect(inChunks.text).to.include('credentials_wrong');
    });
  }

  it('leaves the gateway where it is', async () => {
    const opened = new WebSocket(`${server.url}/gateway/ws`);
    const [hello] = await new Promise<ReadonlyArray<unknown>>((resolve, reject) => {
      opened.once('message', (...heard) => resolve(heard));
      opened.once('error', reject);
    });
    expect(JSON.parse(String(hello))).to.have.property('t', 'hello');
    opened.terminate();
    const elsewhere = await speak(port, [head('GET /gateway', upgrade('websocket'))]);
    expect([elsewhere.status, elsewhere.text.includes('"code":"not_found"')]).to.deep.equal([404, true]);
    const posted = await speak(port, [head('POST /gateway/ws', { ...upgrade('websocket'), 'Content-Length': 0 })]);
    expect(posted.status).to.equal(405);
  });
});
