/** The register of files, over a real Postgres. */
import { expect } from 'chai';
import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import pg from 'pg';
import type { AttachmentId, MessageId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type Arrival, type FileRegister, openFileRegister, type Quotas } from './register.ts';

const NOW = instantOf(Date.UTC(2026, 11, 1, 9));
const AMPLE: Quotas = { server: 1_000_000, guild: 1_000_000, user: 1_000_000 };
const file = (n: number) => n.toString().padStart(26, '0') as AttachmentId;
const FACTS = {
  name: 'cat.png',
  contentType: 'image/png',
  width: 640,
  height: 480,
  placeholder: null,
  animated: false,
  previews: true,
};
const arrival = (n: number, over: Partial<Arrival> = {}): Arrival => ({
  uploadId: file(n),
  fileId: file(n),
  userId: user(1),
  guildId: guild(1),
  channelId: channel(1),
  keyId: n,
  bytes: 100,
  at: NOW,
  ...over,
});

describe('the register of files', () => {
  let database: FreshDatabase;
  let register: FileRegister;
  let client: pg.Client;
  before(async () => {
    database = await freshDatabase();
    register = await openFileRegister({ connectionString: database.url }, true);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE SCHEMA read; CREATE TABLE read.attachment (attachment_id text COLLATE "C" PRIMARY KEY)');
  });
  beforeEach(() => client.query('TRUNCATE files.file, files.used, read.attachment'));
  after(async () => {
    await client.end();
    await register.close();
    await database.drop();
  });

  const used = async (): Promise<Readonly<Record<string, number>>> => {
    const { rows } = await client.query<{ scope: string; bytes: string }>('SELECT * FROM files.used WHERE bytes > 0');
    return Object.fromEntries(rows.map(({ scope, bytes }) => [scope, Number(bytes)]));
  };
  /** The used bytes by the rows themselves. */
  const counted = async (): Promise<Readonly<Record<string, number>>> => {
    const { rows } = await client.query<{ scope: string; bytes: string }>(`
      SELECT scope, sum(bytes) AS bytes FROM files.file, unnest(ARRAY['s', 'u:' || user_id, 'g:' || guild_id]) AS scope
      WHERE state <> 'removed' AND scope IS NOT NULL GROUP BY scope`);
    return Object.fromEntries(rows.map(({ scope, bytes }) => [scope, Number(bytes)]));
  };
  const kept = async (n: number, over: Partial<Arrival> = {}, bytes = 80): Promise<void> => {
    expect(await register.reserve(arrival(n, over), AMPLE)).to.deep.include({ right: { kind: 'Reserved' } });
    const fileId = over.fileId ?? file(n);
    expect(await register.keep(fileId, { keptBytes: bytes, facts: { ...FACTS, bytes }, at: NOW })).to.include({
      attachmentId: fileId,
      bytes,
    });
  };
  const claim = (messageId: MessageId, ...files: ReadonlyArray<number>) =>
    register.claim({ messageId, userId: user(1), channelId: channel(1), attachmentIds: files.map(file), at: NOW });

  it('reserves the most that a file may have, and then counts what it has', async () => {
    expect(isRight(await register.reserve(arrival(1), AMPLE))).to.equal(true);
    expect(await used()).to.deep.equal({ s: 100, [`g:${guild(1)}`]: 100, [`u:${user(1)}`]: 100 });
    await register.keep(file(1), { keptBytes: 30, facts: { ...FACTS, bytes: 30 }, at: NOW });
    expect(await used()).to.deep.equal({ s: 30, [`g:${guild(1)}`]: 30, [`u:${user(1)}`]: 30 });
    expect(await register.usedBy(user(1))).to.equal(30);
  });

  it('answers the file to the retry of a complete upload, and reserves nothing', async () => {
    await kept(1);
    const again = await register.reserve(arrival(1, { fileId: file(2) }), AMPLE);
    expect(again).to.deep.include({
      right: { kind: 'Kept', file: { attachmentId: file(1), key: 'c:1', bytes: 80, ...FACTS } },
    });
    expect(await used()).to.deep.equal(await counted());
  });

  it('gives the place of an open try to the next one, and the first is not kept', async () => {
    await register.reserve(arrival(1), AMPLE);
    await register.reserve(arrival(1, { fileId: file(2), keyId: 2 }), AMPLE);
    expect(await register.keep(file(1), { keptBytes: 10, facts: { ...FACTS, bytes: 10 }, at: NOW })).to.equal(
      undefined,
    );
    expect(await register.keep(file(2), { keptBytes: 10, facts: { ...FACTS, bytes: 10 }, at: NOW })).to.include({
      bytes: 10,
    });
    expect(await used()).to.deep.equal(await counted());
  });

  it('never passes a quota, with fifty uploads at its edge at once', async () => {
    for (const whose of ['user', 'guild', 'server'] as const) {
      await client.query('TRUNCATE files.file, files.used');
      const quotas = { ...AMPLE, [whose]: 1_050 };
      const tries = await Promise.all(Array.from({ length: 50 }, (_, n) => register.reserve(arrival(n), quotas)));
      const refused = tries.filter(isLeft);
      expect(refused, whose).to.have.length(40);
      expect(refused.every((no) => no.left.of === whose && no.left.leftBytes === 50)).to.equal(true);
      expect((await used())['s']).to.equal(1_000);
      expect(await used()).to.deep.equal(await counted());
    }
  });

  it('reserves one upload once when twenty tries come at the same moment', async () => {
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, n) => register.reserve(arrival(1, { fileId: file(n) }), AMPLE)),
    );
    expect(tries.every(isRight)).to.equal(true);
    const { rows } = await client.query('SELECT FROM files.file');
    expect(rows).to.have.length(1);
    expect(await used()).to.deep.equal(await counted());
  });

  it('gives complete uploads of the author to one message, all or none', async () => {
    await kept(1);
    await kept(2);
    await kept(3, { userId: user(2) });
    await kept(4, { channelId: channel(2) });
    await register.reserve(arrival(5), AMPLE);
    for (const [wrong, ...files] of [
      [3, 1, 3],
      [4, 4, 1],
      [5, 1, 5],
      [6, 6],
    ] as const) {
      const none = await claim(message(1), ...files);
      expect(none).to.deep.include({ left: { kind: 'AttachmentUnknown', attachmentId: file(wrong) } });
    }
    const given = await claim(message(1), 2, 1);
    expect(isRight(given) && given.right.map(({ attachmentId }) => attachmentId)).to.deep.equal([file(2), file(1)]);
    expect(await claim(message(1), 2, 1), 'the retry').to.deep.equal(given);
    expect(isLeft(await claim(message(2), 1)), 'a second message').to.equal(true);
    expect(await register.discard(file(1), user(1)), 'the file of a message').to.equal(undefined);
  });

  it('gives a file to one of two messages that claim it at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      await kept(round);
      const both = await Promise.all([claim(message(1), round), claim(message(2), round)]);
      expect(both.filter(isRight)).to.have.length(1);
    }
  });

  it('frees the bytes of a removed message once, counts them again after an undo, and forgets an erased one', async () => {
    await kept(1);
    await kept(2);
    await claim(message(1), 1, 2);
    await register.free(message(1));
    await register.free(message(1));
    expect(await used()).to.deep.equal({});
    await register.count(message(1));
    await register.count(message(1));
    expect((await used())['s']).to.equal(160);
    expect(await register.ofMessage(message(1))).to.deep.equal([
      { fileId: file(1), keyId: 1 },
      { fileId: file(2), keyId: 2 },
    ]);
    await register.forget([file(1), file(2)]);
    expect(await used()).to.deep.equal({});
    expect(await register.ofMessage(message(1))).to.deep.equal([]);
  });

  it('lists uploads that no message names: dead ones soon, complete ones later', async () => {
    await kept(1);
    await register.reserve(arrival(2, { at: plusMillis(NOW, -1_000) }), AMPLE);
    await kept(3);
    await claim(message(1), 3);
    const unused = async (arriving: number, complete: number) =>
      (await register.unused({ arriving: plusMillis(NOW, arriving), kept: plusMillis(NOW, complete) }, 10)).map(
        ({ fileId }) => fileId,
      );
    expect(await unused(1, 1)).to.deep.equal([file(2), file(1)]);
    expect(await unused(1, 0)).to.deep.equal([file(2)]);
    expect(await unused(-1_000, 1)).to.deep.equal([file(1)]);
    expect(await unused(-1_000, 0)).to.deep.equal([]);
  });

  it('lists files that the read models count in another way', async () => {
    for (const n of [1, 2, 3, 4]) {
      await kept(n);
      await claim(message(n), n);
    }
    await client.query('INSERT INTO read.attachment VALUES ($1), ($2)', [file(1), file(2)]);
    await register.free(message(2));
    await register.free(message(4));
    const unlike = async (after = '', since = plusMillis(NOW, 1)) =>
      (await register.unlike(after, since, 10)).map(({ fileId, messageId }) => [fileId, messageId]);
    expect(await unlike()).to.deep.equal([
      [file(2), message(2)],
      [file(3), message(3)],
    ]);
    expect(await unlike(file(2))).to.deep.equal([[file(3), message(3)]]);
    expect(await unlike('', NOW)).to.deep.equal([]);
    await client.query('INSERT INTO read.attachment VALUES ($1)', [file(8)]);
    expect(await register.known([file(3), file(8), file(9)])).to.deep.equal(new Set([file(3), file(8)]));
  });

  it('counts exactly, whatever happens in whatever order', async () => {
    const step = fc.record({
      what: fc.constantFrom('reserve', 'keep', 'discard', 'claim', 'free', 'count', 'forget'),
      file: fc.nat(4),
      of: fc.nat(2),
      bytes: fc.integer({ min: 0, max: 100 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        await client.query('TRUNCATE files.file, files.used');
        await Promise.all(
          steps.map(({ what, file: n, of, bytes }) => {
            switch (what) {
              case 'reserve':
                return register.reserve(arrival(n, { bytes, fileId: file(10 * of + n) }), { ...AMPLE, user: 250 });
              case 'keep':
                return register.keep(file(10 * of + n), { keptBytes: 0, facts: { ...FACTS, bytes: 0 }, at: NOW });
              case 'discard':
                return register.discard(file(10 * of + n), user(1));
              case 'claim':
                return claim(message(of), 10 * of + n);
              case 'free':
                return register.free(message(of));
              case 'count':
                return register.count(message(of));
              default:
                return register.forget([file(10 * of + n)]);
            }
          }),
        );
        expect(await used()).to.deep.equal(
          Object.fromEntries(Object.entries(await counted()).filter(([, bytes]) => bytes > 0)),
        );
      }),
      { numRuns: 40 },
    );
  }).timeout(60_000);
});
