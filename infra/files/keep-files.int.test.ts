/** Files from their first byte to their last, over a real Postgres, a real folder and real picture workers. */
import { mkdtemp, readdir, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Either, isLeft, isRight, right } from 'fp-ts/lib/Either.js';
import pg from 'pg';
import type { AttachmentId, MessageId } from '#domain/kernel/ids.ts';
import { instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { DAY_MS, HOUR_MS, MIB } from '#domain/kernel/units.ts';
import type { FileFacts } from '#domain/message/attachments.ts';
import type { FilePart, Upload, UploadRejection } from '#gateway/ports/files.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { channel, guild, message, user } from '#infra/workshop/testkit/community-events.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { photo, SECRET_WORDS } from '#infra/workshop/testkit/photos.ts';
import { type Blobs, BlobsAway, BlobsFull } from './blobs/blobs.ts';
import { openFolderBlobs } from './blobs/folder-blobs.ts';
import { type KeptFiles, type KeptFilesDeps, keepFiles } from './keep-files.ts';
import type { MalwareVerdict } from './malware/clamd.ts';
import { createPictures, type Pictures } from './pictures/pictures.ts';
import { type FileRegister, openFileRegister } from './register/register.ts';
import { createSniffer, type Sniffer } from './sniff/sniffer.ts';
import { type FileSweepDeps, sweepFiles, UPLOAD_DEAD_MS, UPLOAD_KEPT_MS } from './sweep-files.ts';

const NOW = instantOf(Date.UTC(2026, 11, 1, 9));
const FOREVER = new AbortController().signal;
const text = (words: string): Buffer => Buffer.from(words);
const key = (n: number) => n.toString().padStart(26, '0') as AttachmentId;

async function* chunks(...parts: ReadonlyArray<Uint8Array | Error>): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}
const wholeOf = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const chunk of source) all.push(chunk);
  return Buffer.concat(all);
};
const sure = <A>(outcome: Either<UploadRejection, A>): A =>
  isRight(outcome) ? outcome.right : expect.fail(JSON.stringify(outcome.left));

describe('a kept file', function () {
  this.timeout(60_000);
  let database: FreshDatabase;
  let client: pg.Client;
  let register: FileRegister;
  let folder: string;
  let blobs: Blobs;
  let keys: ReturnType<typeof createMemoryKeys>['content'];
  let sniffer: Sniffer;
  let pictures: Pictures;
  let now = NOW;
  before(async () => {
    database = await freshDatabase();
    register = await openFileRegister({ connectionString: database.url }, true);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE SCHEMA read; CREATE TABLE read.attachment (attachment_id text COLLATE "C" PRIMARY KEY)');
    sniffer = createSniffer();
    pictures = createPictures();
  });
  beforeEach(async () => {
    await client.query('TRUNCATE files.file, files.used, read.attachment');
    folder = await mkdtemp(join(tmpdir(), 'filament-files-'));
    blobs = await openFolderBlobs(folder);
    keys = createMemoryKeys().content;
    now = NOW;
  });
  afterEach(async () => {
    await blobs.close();
    await rm(folder, { recursive: true });
  });
  after(async () => {
    await Promise.all([sniffer.close(), pictures.close()]);
    await client.end();
    await register.close();
    await database.drop();
  });

  const house = (over: Partial<KeptFilesDeps> = {}): KeptFiles =>
    keepFiles({
      ...{ register, blobs, keys, sniffer, pictures, scanner: undefined },
      ids: createIdSource(new Uint8Array(32)),
      now: () => now,
      quotas: { server: 100 * MIB, guild: 100 * MIB, user: 100 * MIB },
      fileBytesMax: 5 * MIB,
      ...over,
    });
  const upload = (source: AsyncIterable<Uint8Array>, over: Partial<Upload> = {}): Upload => ({
    ...{ uploadId: key(1), userId: user(1), guildId: guild(1), channelId: channel(1), name: 'notes.txt' },
    ...{ declaredType: undefined, announcedBytes: undefined, keepsOriginal: false, source, ...over },
  });
  const read = async (of: KeptFiles, { attachmentId, key: name }: FileFacts, part: FilePart = 'file') => {
    const opened = await of.open({ attachmentId, key: name, part }, undefined);
    if (isLeft(opened)) return expect.fail(opened.left.why);
    return opened.right === undefined ? undefined : wholeOf(opened.right);
  };
  /** All bytes of the store, as a thief of the disk would read them. */
  const stored = async (): Promise<ReadonlyArray<{ readonly path: string; readonly bytes: Buffer }>> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
  };
  const rows = async (): Promise<number> => (await client.query('SELECT FROM files.file')).rows.length;
  const claim = (of: KeptFiles, messageId: MessageId, file: FileFacts) =>
    of.claim({ messageId, userId: user(1), channelId: channel(1), attachmentIds: [file.attachmentId], at: now })();
  const sweep = (of: KeptFiles, over: Partial<FileSweepDeps> = {}) =>
    sweepFiles({ register, blobs, files: of, standing: async () => right('there'), now: () => now, ...over })(FOREVER);

  it('stands in the store without a readable byte, and comes back whole', async () => {
    const files = house();
    const words = text('a secret of some length '.repeat(10_000));
    const file = sure(await files.receive(upload(chunks(words.subarray(0, 9), words.subarray(9)))));
    expect(file).to.deep.include({ name: 'notes.txt', contentType: 'application/octet-stream', bytes: words.length });
    expect((await read(files, file))?.equals(words)).to.equal(true);
    for (const { bytes } of await stored()) expect(bytes.includes('a secret')).to.equal(false);
  });

  it('opens with no key once it is erased, and leaves nothing behind', async () => {
    const files = house();
    const file = sure(await files.receive(upload(chunks(text('soon gone')))));
    await claim(files, message(1), file);
    const thief = await stored();
    expect(thief).to.have.length(1);
    expect(isRight(await files.erase(message(1))())).to.equal(true);
    expect([await rows(), (await stored()).length]).to.deep.equal([0, 0]);
    // A copy of the bytes, as a backup of the store has it, stays closed.
    const [copy] = thief;
    if (copy === undefined) return expect.fail('nothing was stored');
    await blobs.put(file.attachmentId as string as Parameters<Blobs['put']>[0], chunks(copy.bytes));
    expect(await read(files, file)).to.equal(undefined);
  });

  it('of a picture is made anew: turned upright, without the words and the place in its metadata', async () => {
    const files = house();
    const taken = await photo('jpeg', 800, 600);
    expect(taken.includes(SECRET_WORDS)).to.equal(true);
    const file = sure(await files.receive(upload(chunks(taken), { name: 'home.jpg', declaredType: 'image/jpeg' })));
    expect(file).to.deep.include({
      ...{ name: 'home.webp', contentType: 'image/webp', width: 600, height: 800, animated: false, previews: true },
    });
    for (const part of ['file', 'small', 'large'] as const) {
      const bytes = await read(files, file, part);
      expect(bytes?.subarray(8, 12).toString()).to.equal('WEBP');
      expect(bytes?.includes(SECRET_WORDS), part).to.equal(false);
      expect(bytes?.includes('Exif'), part).to.equal(false);
    }
    const parts = (await stored()).map(({ path }) => path);
    expect(parts.filter((path) => path.endsWith('-raw'))).to.deep.equal([]);
    expect(parts).to.have.length(3);
  });

  it('keeps the full size of a picture on request, also made anew', async () => {
    const files = house();
    const taken = await photo('png', 1_200, 800);
    const asked = { name: 'home.png', declaredType: 'image/png', keepsOriginal: true };
    const file = sure(await files.receive(upload(chunks(taken), asked)));
    expect(file).to.deep.include({ name: 'home.png', contentType: 'image/png', width: 800, height: 1_200 });
    expect((await read(files, file))?.includes(SECRET_WORDS)).to.equal(false);
  });

  const failing = (fail: Partial<Blobs>): Blobs => ({ ...blobs, ...fail });
  const broken: ReadonlyArray<
    readonly [
      string,
      string,
      () => { readonly with?: Partial<KeptFilesDeps>; readonly body: AsyncIterable<Uint8Array> },
    ]
  > = [
    ['a body that breaks off at once', 'UploadBroken', () => ({ body: chunks(new Error('gone')) })],
    ['a body that breaks off later', 'UploadBroken', () => ({ body: chunks(Buffer.alloc(MIB), new Error('gone')) })],
    ['a body that is too long', 'FileTooLarge', () => ({ body: chunks(Buffer.alloc(3 * MIB), Buffer.alloc(3 * MIB)) })],
    ['an empty body', 'FileEmpty', () => ({ body: chunks() })],
    [
      'a picture that is none',
      'PictureRefused',
      () => ({ body: chunks(Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(99)) }),
    ],
    [
      'a store that is full',
      'StoreFull',
      () => ({
        body: chunks(text('x')),
        with: { blobs: failing({ put: () => Promise.reject(new BlobsFull('full')) }) },
      }),
    ],
    [
      'a store that is away',
      'FilesUnavailable',
      () => ({
        body: chunks(text('x')),
        with: { blobs: failing({ put: () => Promise.reject(new BlobsAway('away')) }) },
      }),
    ],
    [
      'a register that fails at the end',
      'FilesUnavailable',
      () => ({
        body: chunks(text('x')),
        with: { register: { ...register, keep: () => Promise.reject(new Error('away')) } },
      }),
    ],
  ];
  for (const [what, kind, given] of broken)
    it(`is refused for ${what}, and nothing of it is left`, async () => {
      const { body, with: over } = given();
      const refused = await house(over).receive(upload(body));
      expect(refused).to.have.nested.property('left.kind', kind);
      expect([await rows(), await register.usedBy(user(1)), (await stored()).length]).to.deep.equal([0, 0, 0]);
    });

  it('is refused when the scanner finds malware in it, or says nothing of it', async () => {
    const verdicts: ReadonlyArray<readonly [MalwareVerdict, string]> = [
      [{ kind: 'infected', name: 'Test.Virus' }, 'Infected'],
      [{ kind: 'unknown', why: 'it is away' }, 'FilesUnavailable'],
    ];
    for (const [verdict, kind] of verdicts) {
      let heard = '';
      const scanner = {
        trouble: async () => undefined,
        scan: async (source: AsyncIterable<Uint8Array>) => {
          heard = (await wholeOf(source)).toString();
          return verdict;
        },
      };
      const refused = await house({ scanner }).receive(upload(chunks(text('bad '), text('words'))));
      expect(refused).to.have.nested.property('left.kind', kind);
      expect(heard).to.equal('bad words');
      expect([await rows(), (await stored()).length]).to.deep.equal([0, 0]);
    }
  });

  it('is swept as an upload that no message names after a day, and as a dead one after an hour', async () => {
    const files = house();
    sure(await files.receive(upload(chunks(text('whole')))));
    const arriving = { ...upload(chunks()), uploadId: key(2), fileId: key(2), keyId: 99, bytes: 10, at: now };
    await register.reserve(arriving, { server: MIB, guild: MIB, user: MIB });
    now = plusMillis(NOW, UPLOAD_DEAD_MS - 1);
    expect(await sweep(files)).to.deep.include({ uploads: 0 });
    now = plusMillis(NOW, UPLOAD_DEAD_MS + 1);
    expect(await sweep(files)).to.deep.include({ uploads: 1 });
    now = plusMillis(NOW, UPLOAD_KEPT_MS + 1);
    expect(await sweep(files)).to.deep.include({ uploads: 1 });
    expect([await rows(), await register.usedBy(user(1)), (await stored()).length]).to.deep.equal([0, 0, 0]);
  });

  it('follows its message when a crash kept the two apart', async () => {
    const files = house();
    const receive = async (n: number) => sure(await files.receive(upload(chunks(text('x')), { uploadId: key(n) })));
    const [there, removed, gone] = [await receive(1), await receive(2), await receive(3)];
    for (const [n, file] of [there, removed, gone].entries()) await claim(files, message(n), file);
    await register.free(message(0));
    await client.query('INSERT INTO read.attachment VALUES ($1)', [there.attachmentId]);
    now = plusMillis(NOW, 2 * HOUR_MS);
    const says = new Map([
      [message(0), 'there'],
      [message(1), 'removed'],
      [message(2), 'gone'],
    ] as const);
    const standing = async (messageId: MessageId) => right(says.get(messageId) ?? 'gone');
    expect(await sweep(files, { standing })).to.deep.include({ messages: 3 });
    expect(await register.usedBy(user(1)), 'the one that is there').to.equal(1);
    expect(await read(files, removed), 'an undo may want it').to.not.equal(undefined);
    expect(await read(files, gone)).to.equal(undefined);
    expect(await sweep(files, { standing })).to.deep.include({ messages: 0 });
  });

  it('is not swept with the strays, however old it is', async () => {
    const files = house();
    const file = sure(await files.receive(upload(chunks(text('kept')))));
    await claim(files, message(1), file);
    await client.query('INSERT INTO read.attachment VALUES ($1)', [file.attachmentId]);
    const lost = sure(await files.receive(upload(chunks(text('lost')), { uploadId: key(2) })));
    await client.query('DELETE FROM files.file WHERE file_id = $1', [lost.attachmentId]);
    const old = new Date(Date.parse(NOW) - 2 * DAY_MS);
    for (const { path } of await stored()) await utimes(path, old, old);
    expect(await sweep(files)).to.deep.include({ blobs: 1 });
    expect(await read(files, file)).to.not.equal(undefined);
    // The register was restored from a backup that does not know the file, but its message is there.
    await client.query('TRUNCATE files.file');
    expect(await sweep(files)).to.deep.include({ blobs: 0 });
    expect((await stored()).length).to.equal(1);
  });
});
