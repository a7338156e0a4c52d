/** Kills a process in the middle of uploads and erasures, and looks at what is left. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { isLeft, right } from 'fp-ts/lib/Either.js';
import pg from 'pg';
import type { AttachmentId, MessageId } from '#domain/kernel/ids.ts';
import { plusMillis } from '#domain/kernel/instant.ts';
import { sweepFiles, UPLOAD_KEPT_MS } from '#infra/files/sweep-files.ts';
import { type FreshDatabase, freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { testKills } from '#infra/workshop/testkit/test-environment.ts';
import { OWNER, openFileRoom } from './file-room.ts';

/** Rounds, each of which ends with a kill. */
const KILLS = testKills(12);
/** Acknowledged things of a round before the kill. The numbers differ, so that the kills meet different moments. */
const linesBefore = (round: number): number => 1 + ((round * 7) % 23);

type Kept = { readonly key: string; readonly bytes: number; readonly sha256: string };

describe('files under kill -9', function () {
  this.timeout(900_000);
  let database: FreshDatabase;
  let client: pg.Client;
  let folder: string;
  before(async () => {
    database = await freshDatabase();
    folder = await mkdtemp(join(tmpdir(), 'filament-killed-files-'));
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE SCHEMA read; CREATE TABLE read.attachment (attachment_id text COLLATE "C" PRIMARY KEY)');
  });
  after(async () => {
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const kept = new Map<AttachmentId, Kept>();
  const named = new Map<AttachmentId, MessageId>();
  const erasing = new Set<AttachmentId>();
  const erased = new Set<AttachmentId>();
  const heard = (line: string): void => {
    const said = JSON.parse(line);
    expect(said).to.not.have.property('refused');
    if ('kept' in said) kept.set(said.kept, said);
    if ('named' in said) named.set(said.named, said.messageId);
    if ('erasing' in said) erasing.add(said.erasing);
    if ('erased' in said) erased.add(said.erased);
  };

  const round = async (n: number): Promise<void> => {
    const script = new URL('./file-writer.ts', import.meta.url).pathname;
    const writer = spawn(process.execPath, [script, database.url, folder, String(n)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(writer, 'close');
    let lines = 0;
    for await (const line of createInterface({ input: writer.stdout })) {
      heard(line);
      lines += 1;
      if (lines === linesBefore(n)) writer.kill('SIGKILL');
    }
    await ended;
    expect(lines, 'the writer was killed while it worked').to.be.at.least(linesBefore(n));
  };

  it('loses no acknowledged file, opens no erased one, and counts exactly after the sweep', async () => {
    for (let n = 1; n <= KILLS; n += 1) await round(n);
    const room = await openFileRoom(database.url, folder);
    const read = async (attachmentId: AttachmentId, key: string) => {
      const opened = await room.files.open({ attachmentId, key, part: 'file' }, undefined);
      if (isLeft(opened)) return expect.fail(opened.left.why);
      if (opened.right === undefined) return undefined;
      const hash = createHash('sha256');
      for await (const chunk of opened.right) hash.update(chunk);
      return hash.digest('hex');
    };
    for (const [id, { key, sha256 }] of kept) {
      const found = await read(id, key);
      if (erased.has(id)) expect(found, 'an erased file').to.equal(undefined);
      else if (!erasing.has(id)) expect(found, 'an acknowledged file').to.equal(sha256);
    }

    // The log knows the messages of all claims that were acknowledged and not about to be erased.
    const there = new Set([...named].flatMap(([id, messageId]) => (erasing.has(id) ? [] : [messageId])));
    for (const [id, messageId] of named)
      if (there.has(messageId)) await client.query('INSERT INTO read.attachment VALUES ($1)', [id]);
    const later = () => plusMillis(room.now(), 2 * UPLOAD_KEPT_MS);
    const standing = async (messageId: MessageId) =>
      right(there.has(messageId) ? ('there' as const) : ('gone' as const));
    await sweepFiles({ ...room, standing, now: later })(new AbortController().signal);

    const expected = [...named].filter(([, messageId]) => there.has(messageId)).map(([id]) => id);
    const { rows } = await client.query<{ file_id: AttachmentId }>('SELECT file_id FROM files.file');
    expect(rows.map(({ file_id }) => file_id)).to.have.members(expected);
    const bytes = expected.reduce((sum, id) => sum + (kept.get(id)?.bytes ?? 0), 0);
    expect(await room.register.usedBy(OWNER)).to.equal(bytes);
    const blobs: string[] = [];
    for await (const { name } of room.blobs.list()) blobs.push(name);
    expect(blobs).to.have.members(expected);
    for (const id of expected) expect(await read(id, kept.get(id)?.key ?? '')).to.equal(kept.get(id)?.sha256);
    await room.close();
    expect(kept.size, 'enough happened').to.be.greaterThan(3 * KILLS);
  });
});
