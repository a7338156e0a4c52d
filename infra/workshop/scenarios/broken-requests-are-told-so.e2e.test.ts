import { connect } from 'node:net';
import { expect } from 'chai';
import { JSON_VALUES_MAX } from '#gateway/protocol/limits.ts';
import {
  type Api,
  apiOf,
  caughtUp,
  claimOwner,
  makeChannel,
  makeGuild,
  type Person,
  pathOf,
} from '#infra/workshop/testkit/api-client.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

describe('a broken request', () => {
  let server: TestServer;
  let api: Api;
  let owner: Person;
  let messages: string;
  before(async () => {
    server = await startServer();
    api = await apiOf(server.url);
    owner = await claimOwner(server, api);
    messages = `${pathOf(await makeChannel(owner, await makeGuild(owner, 'ours'), 'talk'))}/messages`;
    await caughtUp(api);
  });
  after(() => server.stop());
  /** The server still works after each test, and no message was stored. */
  afterEach(async () => {
    expect((await owner.api('GET', messages)).body).to.deep.equal({ messages: [], next_before: null });
    expect(server.logged.filter((line) => line.includes('"level":"error"'))).to.deep.equal([]);
  });

  const codeOf = async (body: unknown, headers: Record<string, string> = {}): Promise<string> =>
    (await owner.api('POST', messages, { body, headers })).code();

  it('is refused when its JSON is cut off, malformed or followed by more', async () => {
    for (const body of [
      '{"content":"a',
      '{content:1}',
      '{"content":"a"}}',
      'null null',
      '{"content":"a",}',
      '[',
      '\u0000',
    ]) {
      expect(await codeOf(body), body).to.equal('json_malformed');
    }
  });

  it('is refused when its JSON is too deep, too wide or repeats a field', async () => {
    expect(await codeOf(`{"content":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)).to.equal('json_too_complex');
    const wide = Object.fromEntries(Array.from({ length: JSON_VALUES_MAX + 1 }, (_, i) => [`k${i}`, 1]));
    expect(await codeOf(wide)).to.equal('json_too_complex');
    expect(await codeOf(`[${'{},'.repeat(10_000)}{}]`)).to.equal('json_too_complex');
    expect(await codeOf('{"content":"a","content":"b"}')).to.equal('json_duplicate_field');
  });

  it('is refused when it has unknown fields', async () => {
    for (const key of ['author_id', 'message_id', 'sent_at', 'kind', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(await codeOf(`{"content":"a","${key}":"x"}`), key).to.equal('body_invalid');
    }
    expect(await codeOf('{"content":"a","__proto__":{"admin":true}}')).to.equal('body_invalid');
    expect(Object.hasOwn(Object.prototype, 'admin')).to.equal(false);
  });

  it('is refused when a value has another type', async () => {
    for (const content of [1, null, true, [], ['a'], { text: 'a' }])
      expect(await codeOf({ content })).to.equal('body_invalid');
    for (const body of ['[]', '"content"', '1', 'null', '{}'])
      expect(await codeOf(body), body).to.equal('body_invalid');
    expect(await codeOf({ content: '' })).to.equal('content_invalid');
    expect(await codeOf({ content: 'x'.repeat(2_001) })).to.equal('content_invalid');
    expect(await codeOf({ content: 'x'.repeat(8_000) })).to.equal('content_invalid');
    expect(await codeOf({ content: 'x'.repeat(8_001) })).to.equal('body_invalid');
    expect(await codeOf('{"content":"\\ud800"}')).to.equal('body_invalid');
    expect(await codeOf('{"content":"a\\u0000b"}')).to.equal('body_invalid');
    expect(await codeOf({ content: 'a', reply_to: 'general' })).to.equal('body_invalid');
  });

  it('is refused when its body is not JSON, not UTF-8, or compressed', async () => {
    const good = '{"content":"a"}';
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
      'multipart/form-data',
    ]) {
      expect(await codeOf(good, { 'Content-Type': type }), type).to.equal('content_type_unsupported');
    }
    expect(await codeOf(good, { 'Content-Encoding': 'gzip' })).to.equal('content_type_unsupported');
    const response = await fetch(`${server.url}${messages}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${owner.accessToken}` },
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expect(await response.json()).to.have.property('code', 'json_malformed');
  });

  it('is refused when its query is not valid', async () => {
    const id = '0'.repeat(26);
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=1e9',
      'limit=-1',
      'limit=1&limit=2',
      'limit=',
      'before=x',
      `before=${id}&after=${id}`,
      `after=${id}&around=${id}`,
      'until=x',
      `before=${id}&until=x`,
      'offset=3',
      '__proto__=1',
    ]) {
      expect((await owner.api('GET', `${messages}?${query}`)).code(), query).to.equal('query_invalid');
    }
  });

  it('is refused when it has a body that its route does not take', async () => {
    expect((await owner.api('DELETE', messages.replace('/messages', ''), { body: {} })).code()).to.equal(
      'body_unexpected',
    );
    expect((await owner.api('PUT', messages, { body: {} })).code()).to.equal('method_not_allowed');
  });

  it('is answered in HTTP even when it is not valid HTTP', async () => {
    const raw = (bytes: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(bytes));
        let answer = '';
        socket.on('data', (chunk) => {
          answer += chunk;
        });
        socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
        socket.on('error', reject);
      });
    expect(await raw('NONSENSE\r\n\r\n')).to.match(/^HTTP\/1\.1 400 /);
    expect(await raw('GET /server HTTP/1.1\r\n\r\n')).to.match(/^HTTP\/1\.1 400 /);
    expect(await raw(`GET /server HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).to.match(
      /^HTTP\/1\.1 431 /,
    );
    expect(
      await raw('POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'),
    ).to.match(/^HTTP\/1\.1 400 /);
  });
});
