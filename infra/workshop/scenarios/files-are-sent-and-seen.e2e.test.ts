/** Files over HTTP: what is taken, who may read it, and what is left of it. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { ulid } from 'ulid';
import { Attachment } from '#gateway/protocol/attachments.ts';
import { type Channel, Message, MessagePage, Problem } from '#gateway/protocol/resources.ts';
import { caughtUp, type Person } from '#infra/workshop/testkit/api-client.ts';
import { type Community, community } from '#infra/workshop/testkit/community.ts';
import { startServer, type TestServer } from '#infra/workshop/testkit/server.ts';

const KIB = 1_024;
const BYTES_MAX = 300 * KIB;
const QUOTA = 1_000 * KIB;

type Given = {
  readonly name?: string;
  readonly type?: string;
  readonly key?: string;
  /** Sends the body in chunks, without its length. */
  readonly chunked?: boolean;
};

async function* inChunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 16 * KIB) yield bytes.subarray(at, at + 16 * KIB);
}

describe('files', function () {
  this.timeout(120_000);
  let server: TestServer;
  let side: Community<'talk' | 'other', 'ada' | 'ben'>;
  let ada: Person;
  let ben: Person;
  let talk: Channel;
  before(async () => {
    const mib = KIB * KIB;
    server = await startServer({
      files: { fileBytesMax: BYTES_MAX, quotas: { server: 100 * mib, guild: 100 * mib, user: QUOTA } },
    });
    side = await community(server, { channels: ['talk', 'other'], members: ['ada', 'ben'] });
    ({ ada, ben } = side.members);
    talk = side.channels.talk;
  });
  after(() => server.stop());

  const upload = (by: Person, bytes: Uint8Array, { name = 'notes.bin', type, key = ulid(), chunked }: Given = {}) =>
    fetch(`${server.url}/channels/${talk.channel_id}/attachments?${new URLSearchParams({ name })}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${by.accessToken}`,
        'Idempotency-Key': key,
        ...(type === undefined ? {} : { 'Content-Type': type }),
      },
      ...(chunked ? { body: Readable.from(inChunks(bytes)), duplex: 'half' } : { body: bytes }),
    } as unknown as RequestInit);
  const problemOf = async (response: Response) => {
    const problem = Problem.decode(await response.json());
    if (problem._tag === 'Left') throw new Error(`no problem, but ${response.status}`);
    return problem.right;
  };
  const uploaded = async (by: Person, bytes: Uint8Array, given: Given = {}): Promise<Attachment> => {
    const response = await upload(by, bytes, given);
    const decoded = Attachment.decode(await response.json());
    if (response.status !== 201 || decoded._tag === 'Left') throw new Error(`the upload answered ${response.status}`);
    return decoded.right;
  };
  const say = async (by: Person, ...files: ReadonlyArray<Attachment>) => {
    const attachments = files.map(({ attachment_id }) => ({ attachment_id }));
    const answer = await by.api('POST', `/channels/${talk.channel_id}/messages`, {
      body: { content: '', attachments },
    });
    return { answer, message: answer.as(Message) };
  };
  const read = (by: Person, id: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/attachments/${id}`, { headers: { Authorization: `Bearer ${by.accessToken}`, ...headers } });
  /** Reads when every read shows all that was done. */
  const statusNow = async (by: Person, path: string): Promise<number> => {
    await caughtUp(side.api);
    return (await read(by, path)).status;
  };
  const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('come back byte for byte, to every member who sees the channel', async () => {
    const bytes = randomBytes(200 * KIB);
    const file = await uploaded(ada, bytes, { name: 'notes.bin' });
    expect(file).to.deep.include({ name: 'notes.bin', bytes: bytes.length, content_type: 'application/octet-stream' });
    const { message } = await say(ada, file);
    expect(message.attachments).to.deep.equal([file]);
    expect(await statusNow(ben, file.attachment_id)).to.equal(200);
    const whole = await read(ben, file.attachment_id);
    expect(Object.fromEntries(whole.headers)).to.deep.include({
      'content-length': String(bytes.length),
      'content-disposition': 'attachment; filename="notes.bin"',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    });
    expect((await bytesOf(whole)).equals(bytes)).to.equal(true);
    const part = await read(ben, file.attachment_id, { Range: 'bytes=70000-140000' });
    expect(part.status).to.equal(206);
    expect(part.headers.get('content-range')).to.equal(`bytes 70000-140000/${bytes.length}`);
    expect((await bytesOf(part)).equals(bytes.subarray(70_000, 140_001))).to.equal(true);
    const again = await read(ben, file.attachment_id, { 'If-None-Match': whole.headers.get('etag') ?? '' });
    expect([again.status, (await bytesOf(again)).length]).to.deep.equal([304, 0]);
    const outside = await read(ben, file.attachment_id, { Range: `bytes=${bytes.length}-` });
    expect([outside.status, (await problemOf(outside)).code]).to.deep.equal([416, 'range_outside']);
    const page = await ben.api('GET', `/channels/${talk.channel_id}/messages`);
    expect(page.as(MessagePage).messages[0]?.attachments).to.deep.equal([file]);
  });

  it('are bounded to the byte, also without a length', async () => {
    for (const chunked of [false, true]) {
      const most = await upload(ben, randomBytes(BYTES_MAX), { chunked });
      expect(most.status).to.equal(201);
      const { attachment_id } = (await most.json()) as Attachment;
      const over = await upload(ben, randomBytes(BYTES_MAX + 1), { chunked });
      expect([over.status, (await problemOf(over)).code]).to.deep.equal([413, 'file_too_large']);
      expect((await ben.api('DELETE', `/attachments/${attachment_id}`)).status).to.equal(204);
    }
    const empty = await upload(ben, new Uint8Array(0));
    expect([empty.status, (await problemOf(empty)).code]).to.deep.equal([400, 'file_empty']);
  });

  it('use up the space of their user, which a deletion gives back at once', async () => {
    const files = [];
    for (let n = 0; n < 3; n += 1) files.push(await uploaded(ben, randomBytes(BYTES_MAX)));
    const full = await upload(ben, randomBytes(BYTES_MAX));
    expect([full.status, (await problemOf(full)).code]).to.deep.equal([413, 'quota_reached']);
    const { message } = await say(ben, ...files);
    const path = `/channels/${talk.channel_id}/messages/${message.message_id}`;
    expect((await ben.api('DELETE', path)).status).to.equal(204);
    await uploaded(ben, randomBytes(BYTES_MAX));
  });

  it('are refused when they are of another type than they say', async () => {
    const lies = await upload(ada, Buffer.from('no picture at all'), { name: 'cat.png', type: 'image/png' });
    expect([lies.status, (await problemOf(lies)).code]).to.deep.equal([422, 'file_type_wrong']);
  });

  it('answer a repeated upload with the file of the first', async () => {
    const key = ulid();
    const bytes = randomBytes(100 * KIB);
    const first = await uploaded(ada, bytes, { key });
    expect(await uploaded(ada, bytes, { key })).to.deep.equal(first);
  });

  it('leave nothing when their sender goes away in the middle', async () => {
    const going = new AbortController();
    async function* broken(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 4; n += 1) yield randomBytes(16 * KIB);
      going.abort();
      await new Promise(() => undefined);
    }
    const key = ulid();
    const outcome = await fetch(`${server.url}/channels/${talk.channel_id}/attachments`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ada.accessToken}`, 'Idempotency-Key': key },
      body: Readable.from(broken()),
      duplex: 'half',
      signal: going.signal,
    } as unknown as RequestInit).catch(() => 'gone');
    expect(outcome).to.equal('gone');
    // The same attempt goes through afterwards, as a client sends it.
    await uploaded(ada, randomBytes(100 * KIB), { key });
  });

  it('belong to one message, and not to another user', async () => {
    const file = await uploaded(ada, randomBytes(10));
    const stolen = await ben.api('POST', `/channels/${talk.channel_id}/messages`, {
      body: { content: 'mine', attachments: [{ attachment_id: file.attachment_id }] },
    });
    expect([stolen.status, stolen.code()]).to.deep.equal([404, 'attachment_unknown']);
    await say(ada, file);
    const twice = await ada.api('POST', `/channels/${talk.channel_id}/messages`, {
      body: { content: 'again', attachments: [{ attachment_id: file.attachment_id }] },
    });
    expect([twice.status, twice.code()]).to.deep.equal([404, 'attachment_unknown']);
    expect((await ada.api('DELETE', `/attachments/${file.attachment_id}`)).status).to.equal(204);
    expect(await statusNow(ben, file.attachment_id)).to.equal(200);
  });

  it('are gone from the next request on: for an outsider, after a kick, in a hidden channel, after a deletion', async () => {
    const file = await uploaded(ada, randomBytes(100));
    const unsaid = await read(ada, file.attachment_id);
    expect([unsaid.status, (await problemOf(unsaid)).code]).to.deep.equal([404, 'not_found']);
    const { message } = await say(ada, file);
    expect(await statusNow(ben, file.attachment_id)).to.equal(200);
    const overwrite = `/channels/${talk.channel_id}/overwrites/role/${side.guild.guild_id}`;
    const hide = await side.owner.api('PUT', overwrite, { body: { allow: [], deny: ['view_channel'] } });
    expect(hide.status).to.be.below(300);
    expect(await statusNow(ben, file.attachment_id)).to.equal(404);
    expect(await statusNow(ben, `${file.attachment_id}/preview/small`)).to.equal(404);
    await side.owner.api('DELETE', overwrite);
    expect(await statusNow(ben, file.attachment_id)).to.equal(200);
    await ada.api('DELETE', `/channels/${talk.channel_id}/messages/${message.message_id}`);
    expect(await statusNow(ben, file.attachment_id)).to.equal(404);
    const kick = await side.owner.api('POST', `/guilds/${side.guild.guild_id}/members/${ben.userId}/kick`, {
      body: {},
    });
    expect(kick.status).to.equal(204);
    const kept = await say(ada, await uploaded(ada, randomBytes(10)));
    const [left] = kept.message.attachments ?? [];
    expect(await statusNow(ben, left?.attachment_id ?? '')).to.equal(404);
    expect(await statusNow(ada, left?.attachment_id ?? '')).to.equal(200);
  });
});
