import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { CommandId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { httpApp } from '#gateway/http/app.ts';
import { created, type Endpoint, ok, signedEndpoint, unsignedEndpoint, within } from '#gateway/http/endpoint.ts';
import { securityHeaders } from '#gateway/http/middleware/security-headers.ts';
import type { EndpointDeps } from '#gateway/http/run-endpoint.ts';
import { UNREAD_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { HttpLog } from '#gateway/ports/http-log.ts';
import type { SecurityEvent } from '#gateway/ports/security-log.ts';
import { LogAway } from '#gateway/ports/session-liveness.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { refusalOf } from '#gateway/present/refusals.ts';
import { LiveAnswer } from '#gateway/protocol/requests.ts';
import { object, text } from '#gateway/protocol/wire.ts';
import { compressions } from '#infra/edge/compressions.ts';
import { bodyOf, head, speak } from '#infra/workshop/testkit/raw-http.ts';

const USER = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const SESSION = '01ARZ3NDEKTSV4RRFFQ69G5FAW' as SessionId;
const COMMAND = '01ARZ3NDEKTSV4RRFFQ69G5FAX' as CommandId;

const WORDS = 'words, '.repeat(1_000);

const live = { slice: 'server', says: 'It lives.', answer: ok('It lives.', LiveAnswer) } as const;
const endpoints: ReadonlyArray<Endpoint> = [
  unsignedEndpoint({ ...live, name: 'open', method: 'GET', path: '/open', access: 'open' }, [], async () =>
    right({ body: { status: 'live' } }),
  ),
  unsignedEndpoint({ ...live, name: 'broken', method: 'GET', path: '/broken', access: 'open' }, [], async () => {
    throw Object.assign(new Error('SELECT secret FROM vault'), { parameters: ['secret'] });
  }),
  unsignedEndpoint({ ...live, name: 'away', method: 'GET', path: '/away', access: 'open' }, [], async () =>
    left(refusalOf(queryFailures, { kind: 'ReadModelsUnavailable', why: 'the pool is exhausted' })),
  ),
  unsignedEndpoint(
    { ...live, name: 'anonymous', method: 'GET', path: '/anonymous', access: 'anonymous' },
    [],
    async () => right({ body: { status: 'live' } }),
  ),
  unsignedEndpoint(
    {
      slice: 'server',
      says: 'A long page.',
      answer: ok('The page.', object({ words: text({ max: 9_000 }) })),
      compressed: true,
      name: 'page',
      method: 'GET',
      path: '/page',
      access: 'open',
    },
    [],
    async () => right({ body: { words: WORDS } }),
  ),
  unsignedEndpoint(
    {
      slice: 'server',
      says: 'A long secret.',
      answer: ok('The secret.', object({ words: text({ max: 9_000 }) })),
      name: 'secret',
      method: 'GET',
      path: '/secret',
      access: 'open',
    },
    [],
    async () => right({ body: { words: WORDS } }),
  ),
  signedEndpoint(
    {
      slice: 'server',
      says: 'Makes a thing.',
      name: 'make',
      method: 'POST',
      path: '/things/{thing}',
      params: { thing: text({ min: 1, max: 5 }) },
      body: within(1_024, object({}, { name: text({ max: 5 }) })),
      answer: created('A thing.', object({ made: text({ max: 80 }) })),
    },
    [],
    async ({ attempt, params, body, viewer }) =>
      right({
        body: { made: [attempt.commandId, params.thing, body.name ?? 'nameless', viewer.userId].join(' ') },
        position: { at: 7n, holder: viewer.userId },
      }),
  ),
  unsignedEndpoint(
    {
      ...live,
      name: 'look',
      method: 'GET',
      path: '/things/{thing}',
      params: { thing: text({ min: 1, max: 5 }) },
      access: 'open',
    },
    [],
    async () => right({ body: { status: 'live' } }),
  ),
  unsignedEndpoint({ ...live, name: 'sort', method: 'POST', path: '/things/all', access: 'open' }, [], async () =>
    right({ body: { status: 'live' } }),
  ),
];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

describe('the HTTP app', () => {
  let server: Server;
  let url: string;
  let failures: Array<Parameters<HttpLog['failed']>[0]>;
  let answers: Array<Parameters<HttpLog['answered']>[0]>;
  let limiter: EndpointDeps['limiter'];
  let noted: SecurityEvent[];
  let isLive: () => Promise<boolean>;

  beforeEach(async () => {
    failures = [];
    answers = [];
    noted = [];
    limiter = { take: async () => undefined, full: async () => undefined, giveBack: async () => undefined };
    isLive = async () => true;
    let request = 0;
    const app = httpApp({
      edge: {
        limiter: { ...limiter, take: (...taken) => limiter.take(...taken) },
        authenticate: async (authorization) =>
          authorization === 'Bearer good' && (await isLive())
            ? right({ userId: USER, sessionId: SESSION })
            : left(authorization === undefined ? 'missing' : 'invalid'),
        security: { noted: (event) => noted.push(event) },
        addressOf: () => '203.0.113.9',
        sealed: { seal: (purpose, binding, content) => `${purpose}.${binding}.${content}`, open: () => undefined },
        clock: { now: () => instantOf(Date.UTC(2026, 10, 23)) },
        ids: { freshCommandId: () => COMMAND },
      },
      endpoints,
      assets: { find: () => undefined },
      compressions,
      headers: securityHeaders(new URL('https://chat.example')),
      log: { failed: (failure) => failures.push(failure), answered: (answer) => answers.push(answer) },
      freshRequestId: () => {
        request += 1;
        return `request-${request}`;
      },
      millis: () => 0,
    });
    server = createServer(app.callback());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${portOf(server)}`;
  });
  afterEach(() => server.close());

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, init);
    return { response, body: (await response.json()) as Record<string, unknown> };
  };
  const signed = { method: 'POST', headers: { Authorization: 'Bearer good' } };

  it('answers a thrown error without details, and logs the details for the operator', async () => {
    const { response, body } = await ask('/broken');
    expect(response.status).to.equal(500);
    expect(body).to.deep.equal({
      type: 'urn:filament:problem:internal',
      title: 'Something broke on the server',
      status: 500,
      code: 'internal',
      detail: 'The server logged the fault. Tell its operator the request id.',
      request_id: 'request-1',
    });
    expect(response.headers.get('x-request-id')).to.equal('request-1');
    expect(failures).to.have.length(1);
    expect(failures[0]).to.include({ requestId: 'request-1', route: 'GET /broken' });
  });

  it('refuses a method that a path lacks, also where a parameter would take its name for an id', async () => {
    expect((await ask('/things/one')).response.status).to.equal(200);
    const { response, body } = await ask('/things/all');
    expect(response.status).to.equal(405);
    expect(response.headers.get('allow')).to.equal('POST');
    expect(body).to.include({ code: 'method_not_allowed', detail: 'Use POST.' });
    expect((await ask('/things/all', { method: 'POST' })).response.status).to.equal(200);
    expect((await ask('/things/one', { method: 'DELETE' })).response.headers.get('allow')).to.include('GET');
  });

  it('logs the reason of an outage, and tells the client only what to do', async () => {
    const { response, body } = await ask('/away');
    expect(response.status).to.equal(503);
    expect(JSON.stringify(body)).not.to.include('exhausted');
    expect(answers).to.have.length(1);
    expect(answers[0]).to.include({ route: 'GET /away', status: 503, why: 'the pool is exhausted' });
    await ask('/open');
    expect(answers[1]).not.to.have.property('why');
  });

  it('compresses a long answer whose endpoint says so, and names the length that it sends', async () => {
    const asked = async (method: string, path: string, accepted: string) => {
      const reply = await speak(portOf(server), [
        head(`${method} ${path}`, { 'Accept-Encoding': accepted, Connection: 'close' }),
      ]);
      const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(reply.text)?.[1]?.trim();
      return { encoding: header('Content-Encoding'), length: Number(header('Content-Length')), vary: header('Vary') };
    };
    const plain = JSON.stringify({ words: WORDS }).length;
    const brotli = await asked('GET', '/page', 'gzip, br');
    expect(brotli.encoding).to.equal('br');
    expect(brotli.length).to.be.below(200);
    expect(await asked('HEAD', '/page', 'gzip, br')).to.deep.equal(brotli);
    const { response, body } = await ask('/page', { headers: { 'Accept-Encoding': 'br' } });
    expect([response.headers.get('vary'), body['words']]).to.deep.equal(['Accept-Encoding', WORDS]);
    expect(await asked('GET', '/page', 'br;q=0')).to.deep.equal({
      encoding: undefined,
      length: plain,
      vary: 'Accept-Encoding',
    });
    const secret = { encoding: undefined, length: plain, vary: undefined };
    expect(await asked('GET', '/secret', 'gzip, br')).to.deep.equal(secret);
  });

  it('takes a bounded part of a long body after it has refused the request, and then closes the connection', async () => {
    const opened = once(server, 'connection') as Promise<[Socket]>;
    const length = 200 * 1024 * 1024;
    const start = head('POST /things/a', { 'Content-Type': 'application/json', 'Content-Length': length });
    const said = speak(portOf(server), [start, ...bodyOf(4 * 1024 * 1024, Buffer.alloc(length / 1_000, '['))]);
    const [socket] = await opened;
    expect((await said).status).to.equal(401);
    // Node reads in packets of at most 64 KiB, and one or two may be under way.
    expect(socket.bytesRead).to.be.within(UNREAD_BODY_BYTES_MAX, UNREAD_BODY_BYTES_MAX + 256 * 1024);
  });

  it('does not wait for ever for a body that it has refused', async () => {
    const { status, text } = await speak(portOf(server), [head('POST /things/a', { 'Content-Length': 1_000_000 })]);
    expect([status, text.includes('Connection: close')]).to.deep.equal([401, true]);
  });

  it('lets no request through when the limiter fails', async () => {
    limiter = { ...limiter, take: () => Promise.reject(new Error('the counters are gone')) };
    expect((await ask('/anonymous')).response.status).to.equal(500);
    expect((await ask('/things/a', signed)).response.status).to.equal(500);
    expect((await ask('/open')).response.status).to.equal(200);
  });

  it('lets no request through when it cannot know whether a session goes on', async () => {
    isLive = () => Promise.reject(new LogAway('the log is away'));
    const { response, body } = await ask('/things/a', signed);
    expect([response.status, body['code']]).to.deep.equal([503, 'store_unavailable']);
    expect(response.headers.get('retry-after')).to.be.a('string');
  });

  it('says how long to wait when a rate is exceeded', async () => {
    limiter = {
      ...limiter,
      take: async (rate) => ({ kind: 'RateExceeded', rate, retryAfterSecs: 17 }),
    };
    const { response, body } = await ask('/anonymous');
    expect([response.status, response.headers.get('retry-after')]).to.deep.equal([429, '17']);
    expect(body).to.include({ code: 'rate_limited', retry_after_secs: 17 });
  });

  it('takes a missing body for an empty object, and seals the position of the change for its user', async () => {
    const { response, body } = await ask('/things/a', signed);
    expect(body).to.deep.equal({ made: `${COMMAND} a nameless ${USER}` });
    expect(response.headers.get('filament-position')).to.equal(`position.${USER}.7`);
  });

  it('logs the template of a route and never the path', async () => {
    await ask('/things/a', signed);
    await ask('/things/way-too-long', signed);
    await ask('/nothing/of/the/kind');
    expect(answers.map(({ route, status }) => [route, status])).to.deep.equal([
      ['POST /things/{thing}', 201],
      ['POST /things/{thing}', 404],
      ['(none)', 404],
    ]);
  });

  it('answers 404 to an address that cannot be parsed, without a failure', async () => {
    const [response] = (await once(get(url, { path: 'http://a:b:c@[x/' }), 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).to.equal(404);
    expect(failures).to.deep.equal([]);
  });

  it('demands https for two years when its public address is https', async () => {
    const { response } = await ask('/open');
    expect(response.headers.get('strict-transport-security')).to.equal('max-age=63072000; includeSubDomains');
  });
});
