import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { BlobName, Blobs } from '#infra/files/blobs/blobs.ts';
import { openBlobs } from '#infra/files/blobs/open-blobs.ts';
import { FOLDER_IO_BYTES, UPLOAD_PART_BYTES } from '#infra/files/limits.ts';
import { mountSmallDisk } from '#infra/workshop/testkit/small-disk.ts';
import { blobName, broken, bytesOf, gathered, hashOf, inChunks } from './blob-sources.ts';

const MIB = 1024 * 1024;
const SMALL_DISK_MB = 12;
const LOOK_EVERY_MS = 10;

export type BlobsAtWork = {
  /** Makes an empty store. Returns its folder, or the address of its bucket. */
  readonly place: () => Promise<string>;
  readonly close: () => Promise<void>;
};

/** Starts what the stores stand on, in a folder of the contract where one is given. */
export type StartBlobs = (folder?: string) => Promise<BlobsAtWork>;

/** Opens the store at a folder or an address. */
export const blobsAt = (place: string): Promise<Blobs> =>
  openBlobs({ root: place, address: place.startsWith('http') ? place : undefined });

const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

const WRITER = join(import.meta.dirname, 'writer.ts');

/** Defines the tests of the contract for stores of files. */
export const blobsContract = (name: string, start: StartBlobs): void => {
  describe(`a store of files ${name}`, function () {
    this.timeout(120_000);
    let work: BlobsAtWork;
    let place: string;
    let blobs: Blobs;
    before(async () => {
      work = await start();
    });
    after(() => work.close());
    beforeEach(async () => {
      place = await work.place();
      blobs = await blobsAt(place);
    });
    afterEach(() => blobs.close());

    const read = async (name: BlobName): Promise<Buffer | undefined> => {
      const opened = await blobs.open(name);
      return opened === undefined ? undefined : gathered(opened);
    };
    const names = async (): Promise<ReadonlyArray<string>> => {
      const all: string[] = [];
      for await (const { name } of blobs.list()) all.push(name);
      return all.sort();
    };

    for (const length of [
      0,
      1,
      FOLDER_IO_BYTES - 1,
      FOLDER_IO_BYTES,
      FOLDER_IO_BYTES + 1,
      UPLOAD_PART_BYTES - 1,
      UPLOAD_PART_BYTES,
      UPLOAD_PART_BYTES + 1,
      2 * UPLOAD_PART_BYTES,
      25 * MIB,
    ]) {
      it(`returns the ${length} bytes that it was given`, async () => {
        const bytes = bytesOf(length);
        await blobs.put(blobName(1), inChunks(bytes, 65_552));
        expect(hashOf(await read(blobName(1)))).to.equal(hashOf(bytes));
      });
    }

    it('returns bytes that came in chunks of any length, and in empty ones', async () => {
      const bytes = bytesOf(300_000);
      async function* source(): AsyncGenerator<Uint8Array> {
        for (let at = 0, length = 0; at < bytes.length; at += length, length = (length * 7 + 1) % 9_973)
          yield bytes.subarray(at, at + length);
      }
      await blobs.put(blobName(1), source());
      expect(hashOf(await read(blobName(1)))).to.equal(hashOf(bytes));
    });

    it('returns bytes that came one by one', async () => {
      const bytes = bytesOf(5_000);
      await blobs.put(blobName(1), inChunks(bytes, 1));
      expect(hashOf(await read(blobName(1)))).to.equal(hashOf(bytes));
    });

    it('keeps previews beside their file', async () => {
      await blobs.put(blobName(1), inChunks(bytesOf(10, 1), 10));
      await blobs.put(blobName(1, '-small'), inChunks(bytesOf(10, 2), 10));
      expect(hashOf(await read(blobName(1)))).to.equal(hashOf(bytesOf(10, 1)));
      expect(hashOf(await read(blobName(1, '-small')))).to.equal(hashOf(bytesOf(10, 2)));
      expect(await names()).to.deep.equal([blobName(1), blobName(1, '-small')]);
    });

    it('gives nothing for an absent blob', async () => {
      expect(await blobs.open(blobName(1))).to.equal(undefined);
    });

    it('replaces an older blob of the name', async () => {
      await blobs.put(blobName(1), inChunks(bytesOf(100_000, 1), 9_999));
      await blobs.put(blobName(1), inChunks(bytesOf(7, 2), 9_999));
      expect(hashOf(await read(blobName(1)))).to.equal(hashOf(bytesOf(7, 2)));
    });

    for (const length of [0, 100_000, UPLOAD_PART_BYTES + 100_000]) {
      it(`stores nothing when a source fails after ${length} bytes, and keeps the older blob`, async () => {
        const failure = new Error('the client went away');
        expect(await thrownBy(blobs.put(blobName(1), broken(bytesOf(length), failure)))).to.equal(failure);
        expect(await blobs.open(blobName(1))).to.equal(undefined);
        expect(await names()).to.deep.equal([]);
        await blobs.put(blobName(1), inChunks(bytesOf(9), 9));
        expect(await thrownBy(blobs.put(blobName(1), broken(bytesOf(length, 2), failure)))).to.equal(failure);
        expect(hashOf(await read(blobName(1)))).to.equal(hashOf(bytesOf(9)));
        expect(await blobs.tidy(new Date(Date.now() + 60_000)), 'leftovers').to.equal(0);
      });
    }

    it('keeps one of two blobs whole that are put under one name at once', async () => {
      const [one, other] = [bytesOf(6 * MIB, 1), bytesOf(6 * MIB + 77, 2)];
      await Promise.all([one, other].map((bytes) => blobs.put(blobName(1), inChunks(bytes, 50_000))));
      expect(hashOf(await read(blobName(1)))).to.be.oneOf([hashOf(one), hashOf(other)]);
      expect(await names()).to.deep.equal([blobName(1)]);
    });

    it('never shows a reader a blob that is not whole', async () => {
      const versions = [bytesOf(6 * MIB, 1), bytesOf(6 * MIB, 2)] as const;
      await blobs.put(blobName(1), inChunks(versions[0], 50_000));
      const writing = (async () => {
        for (let turn = 1; turn <= 6; turn += 1)
          await blobs.put(blobName(1), inChunks(versions[turn % 2] ?? versions[0], 50_000));
        return true;
      })();
      const known = versions.map(hashOf);
      for (let done = false; !done; done = await Promise.race([writing, pause(1, false)]))
        expect(hashOf(await read(blobName(1)))).to.be.oneOf(known);
    });

    it('holds nothing open for readers that stop early', async () => {
      await blobs.put(blobName(1), inChunks(bytesOf(2 * MIB), 65_536));
      const held = async (): Promise<number> => (await readdir('/dev/fd')).length;
      const before = await held();
      for (let turn = 0; turn < 50; turn += 1) {
        const opened = await blobs.open(blobName(1));
        if (opened === undefined) throw new Error('the blob is absent');
        for await (const chunk of opened) {
          expect(chunk.length).to.be.greaterThan(0);
          break;
        }
      }
      while ((await held()) > before + 5) await pause(LOOK_EVERY_MS);
    });

    it('removes a blob, once and again', async () => {
      await blobs.put(blobName(1), inChunks(bytesOf(10), 10));
      await blobs.remove(blobName(1));
      expect(await blobs.open(blobName(1))).to.equal(undefined);
      await blobs.remove(blobName(1));
      expect(await names()).to.deep.equal([]);
    });

    it('lists every blob of many pages, with the time of its change', async () => {
      const numbers = Array.from({ length: 2_500 }, (_, n) => n);
      const began = Date.now();
      for (let at = 0; at < numbers.length; at += 50)
        await Promise.all(numbers.slice(at, at + 50).map((n) => blobs.put(blobName(n), inChunks(bytesOf(1), 1))));
      const listed = new Map<string, Date>();
      for await (const { name, changedAt } of blobs.list()) listed.set(name, changedAt);
      expect([...listed.keys()].sort()).to.deep.equal(numbers.map((n) => blobName(n)).sort());
      // Stores tell times in whole seconds, and their clock is another one.
      for (const changedAt of listed.values())
        expect(changedAt.getTime()).to.be.within(began - 5_000, Date.now() + 5_000);
    });

    it('can be checked, and a check leaves nothing', async () => {
      await blobs.check();
      expect(await names()).to.deep.equal([]);
      expect(await blobs.tidy(new Date(Date.now() + 60_000))).to.equal(0);
    });

    it('shows nothing of a writer that was killed, and tidies up after it', async () => {
      await blobs.put(blobName(2), inChunks(bytesOf(10), 10));
      const writer = spawn(process.execPath, [WRITER, place, blobName(1)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const killed = once(writer, 'exit');
      for await (const line of createInterface(writer.stdout)) {
        if (Number(line) > 2 * UPLOAD_PART_BYTES) {
          writer.kill('SIGKILL');
          break;
        }
      }
      expect(await killed).to.deep.equal([null, 'SIGKILL']);
      expect(await blobs.open(blobName(1))).to.equal(undefined);
      expect(await names()).to.deep.equal([blobName(2)]);
      expect(await blobs.tidy(new Date(Date.now() - 3_600_000)), 'a put may still be under way').to.equal(0);
      expect(await blobs.tidy(new Date(Date.now() + 60_000))).to.equal(1);
      expect(await blobs.tidy(new Date(Date.now() + 60_000))).to.equal(0);
      expect(hashOf(await read(blobName(2)))).to.equal(hashOf(bytesOf(10)));
    });

    it('says that a disk is full, keeps nothing of that blob, and works again when there is room', async () => {
      const disk = await mountSmallDisk(SMALL_DISK_MB);
      // Where this user may mount nothing, the tests of each adapter alone make it full, in ways that need no right.
      if (disk === undefined) return;
      const onDisk = await start(disk.path);
      const small = await blobsAt(await onDisk.place());
      await small.put(blobName(2), inChunks(bytesOf(10), 10));
      const failed = await thrownBy(small.put(blobName(1), inChunks(bytesOf(2 * SMALL_DISK_MB * MIB), 65_536)));
      expect(failed).to.be.instanceOf(Error).and.to.have.property('name', 'BlobsFull');
      expect(await small.open(blobName(1))).to.equal(undefined);
      await small.put(blobName(3), inChunks(bytesOf(MIB), 65_536));
      expect(hashOf(await gathered((await small.open(blobName(2))) ?? []))).to.equal(hashOf(bytesOf(10)));
      await small.close();
      await onDisk.close();
      await disk.close();
    });
  });
};
