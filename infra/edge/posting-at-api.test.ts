import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { left, right } from 'fp-ts/lib/Either.js';
import type { ChannelId, CommandId, MessageId, SessionId, UserId } from '#domain/kernel/ids.ts';
import type { Post } from '#gateway/ports/posting.ts';
import { type PostingLimits, postingAtApi } from './posting-at-api.ts';

const ID = '01HQ3K6Z9Y8X7W6V5T4S3R2Q1P';
const post: Post = {
  actor: ID as UserId,
  session: ID as SessionId,
  accessToken: 'v4.public.secret',
  commandId: '01HQ3K6Z9Y8X7W6V5T4S3R2Q10' as CommandId,
  channelId: ID as ChannelId,
  content: 'héllo',
  replyTo: null,
  mentionReplied: true,
  attachments: [],
};
const made = {
  message_id: ID,
  guild_id: ID,
  channel_id: ID,
  author_id: ID,
  author: { user_id: ID, username: 'ada', imported: false },
  kind: 'message',
  content: 'héllo',
  created_at: '2026-01-05T12:00:00.000Z',
  edited_at: null,
  reply_to: null,
  reactions: [],
  revision: 0,
};
const problem = (status: number, code: string) => ({
  type: `urn:filament:problem:${code}`,
  title: 'No',
  status,
  code,
  detail: 'What to do.',
  request_id: 'r',
});

describe('posting at the API', () => {
  type ReceivedRequest = {
    readonly method: string | undefined;
    readonly path: string | undefined;
    readonly body: string;
  } & {
    readonly headers: IncomingMessage['headers'];
  };
  let answer: (response: ServerResponse) => void;
  const asked: ReceivedRequest[] = [];
  const lost: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method, path: request.url, headers: request.headers, body });
    answer(response);
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const posting = (limits: Partial<PostingLimits> = {}) =>
    postingAtApi(url(), { lost: (why) => lost.push(why) }, { answerWithinMs: 5_000, underWay: 8, ...limits });
  const says = (status: number, body: unknown) => (response: ServerResponse) =>
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  beforeEach(() => {
    asked.length = 0;
    lost.length = 0;
  });

  it("sends the author's token and the attempt's key, and returns the message id", async () => {
    answer = says(201, made);
    expect(await posting()(post)).to.deep.equal(right(ID as MessageId));
    expect(asked).to.have.length(1);
    expect(asked[0]).to.include({ method: 'POST', path: `/channels/${ID}/messages` });
    expect(asked[0]?.headers).to.include({
      authorization: 'Bearer v4.public.secret',
      'idempotency-key': '01HQ3K6Z9Y8X7W6V5T4S3R2Q10',
    });
    expect(asked[0]?.headers, 'the API counts by user, and an address from here would be hearsay').not.to.have.any.keys(
      'x-forwarded-for',
      'forwarded',
      'cookie',
    );
    expect(JSON.parse(asked[0]?.body ?? '')).to.deep.equal({ content: 'héllo', reply_to: null });
    expect(lost).to.deep.equal([]);
  });

  for (const [status, code] of [
    [400, 'content_invalid'],
    [403, 'missing_permission'],
    [404, 'not_found'],
    [429, 'rate_limited'],
    [503, 'contention'],
  ] as const) {
    it(`passes on the refusal ${code}`, async () => {
      answer = says(status, problem(status, code));
      expect(await posting()(post)).to.deep.equal(left({ code, detail: 'What to do.' }));
      expect(lost).to.deep.equal([]);
    });
  }

  it('passes on how long to wait before the next try', async () => {
    answer = says(429, { ...problem(429, 'rate_limited'), retry_after_secs: 7 });
    expect(await posting()(post)).to.deep.equal(
      left({ code: 'rate_limited', detail: 'What to do.', retryAfterSecs: 7 }),
    );
  });

  const unknown = async (limits: Partial<PostingLimits> = {}): Promise<void> => {
    const outcome = await posting(limits)(post);
    expect(outcome).to.have.nested.property('left.code', 'store_unavailable');
    expect(lost).to.have.length(1);
    expect(lost.join()).not.to.include('secret').and.not.to.include('héllo');
  };
  for (const [what, how] of [
    ['a malformed message', says(201, { ...made, message_id: '../../etc' })],
    ['another success', says(200, made)],
    ['a refused token', says(401, problem(401, 'unauthenticated'))],
    ['a starting API', says(503, problem(503, 'not_ready'))],
    ['an internal error', says(500, problem(500, 'internal'))],
    ['a page of a proxy', (response: ServerResponse) => response.writeHead(502).end('<html>Bad gateway</html>')],
    ['a problem that contradicts itself', says(404, problem(503, 'store_unavailable'))],
    ['truncated JSON', (response: ServerResponse) => response.writeHead(201).end('{"message_id":')],
    ['no answer', (response: ServerResponse) => response.destroy()],
    [
      'half an answer',
      (response: ServerResponse) => {
        response.writeHead(201, { 'Content-Length': '500' });
        response.write('{', () => response.destroy());
      },
    ],
    [
      'an answer that is too long',
      (response: ServerResponse) => response.writeHead(201).end(JSON.stringify({ ...made, more: 'x'.repeat(1 << 20) })),
    ],
  ] as const) {
    it(`takes ${what} for an unknown outcome`, async () => {
      answer = how;
      await unknown();
    });
  }

  it('follows no redirect, because the token would go along', async () => {
    answer = (response) => response.writeHead(307, { Location: `${url()}/elsewhere` }).end();
    await unknown();
    expect(asked.map(({ path }) => path)).to.deep.equal([`/channels/${ID}/messages`]);
  });

  it('waits a bounded time for an answer', async () => {
    answer = () => undefined;
    await unknown({ answerWithinMs: 20 });
  });

  it('refuses posts over its bound, and takes more when earlier posts have ended', async () => {
    const open: ServerResponse[] = [];
    const arrived = Promise.withResolvers<void>();
    answer = (response) => {
      open.push(response);
      arrived.resolve();
    };
    const one = posting({ underWay: 1 });
    const first = one(post);
    expect(await one(post)).to.have.nested.property('left.code', 'busy');
    await arrived.promise;
    for (const response of open) says(201, made)(response);
    expect(await first).to.deep.equal(right(ID));
    answer = says(201, made);
    expect(await one(post)).to.deep.equal(right(ID));
  });
});
