/**
 * Measures what a stored file costs: sealed and put into the folder, then opened and read. The peer pipes the same bytes to the
 * same disk in the clear and reads them again. An object store is measured too, where versitygw is installed.
 */
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BlobName } from '#infra/files/blobs/blobs.ts';
import { openBlobs } from '#infra/files/blobs/open-blobs.ts';
import { openStream, sealStream } from '#infra/files/sealing/secret-stream.ts';
import { OBJECT_STORE_CURE, objectStoreProgram, startObjectStore } from '#infra/workshop/testkit/object-store.ts';
import { median } from './load/quantile.ts';
import { type Measure, report } from './report.ts';

const MIB = 1024 * 1024;
/** The largest file that a server takes by default. */
const FILE_BYTES = 25 * MIB;
const FILES = 8;
/** Turns of each kind, one after the other, so that a drift of the machine affects all. The first only warms up. */
const TURNS = 6;
/** Bytes of a chunk. The body of a request comes in such chunks, which are no sealed chunks. */
const CHUNK_BYTES = 60_000;
const CPU_TIMES_MAX = 2.5;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const chunk = randomBytes(CHUNK_BYTES);
async function* body(): AsyncGenerator<Uint8Array> {
  for (let given = 0; given < FILE_BYTES; given += CHUNK_BYTES) yield chunk.subarray(0, FILE_BYTES - given);
}

const readAll = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
  let length = 0;
  for await (const bytes of source) length += bytes.length;
  if (length !== FILE_BYTES) throw new Error(`a file of ${FILE_BYTES} bytes came back with ${length}`);
};

const nameOf = (number: number): BlobName => {
  const name = String(number).padStart(26, '0');
  if (!BlobName.is(name)) throw new Error(`${name} is no name of a blob`);
  return name;
};

type Turn = { readonly write: (number: number) => Promise<void>; readonly read: (number: number) => Promise<void> };
/** Milliseconds of the processor and of the wall for a mebibyte. */
type Cost = { readonly cpu: number; readonly wall: number };
type Costs = { readonly write: Cost; readonly read: Cost };

const costOf = async (work: (number: number) => Promise<void>): Promise<Cost> => {
  const [used, began] = [process.cpuUsage(), performance.now()];
  for (let number = 0; number < FILES; number += 1) await work(number);
  const { user, system } = process.cpuUsage(used);
  const mebibytes = (FILES * FILE_BYTES) / MIB;
  return { cpu: (user + system) / 1_000 / mebibytes, wall: (performance.now() - began) / mebibytes };
};

const home = await mkdtemp(join(tmpdir(), 'filament-bench-files-'));

const plainTurn: Turn = {
  write: (number) => pipeline(body, createWriteStream(join(home, `plain-${number}`))),
  read: (number) => readAll(createReadStream(join(home, `plain-${number}`))),
};

const sealedTurn = async (address?: string): Promise<Turn & { readonly close: () => Promise<void> }> => {
  const blobs = await openBlobs({ root: join(home, 'store'), address });
  const key = randomBytes(32);
  return {
    write: (number) => blobs.put(nameOf(number), sealStream(key, nameOf(number), body())),
    read: async (number) => {
      const sealed = await blobs.open(nameOf(number));
      if (sealed === undefined) throw new Error('a file that was put is absent');
      await readAll(openStream(key, nameOf(number), sealed));
    },
    close: blobs.close,
  };
};

const store = objectStoreProgram() === undefined ? undefined : await startObjectStore();
if (store === undefined) say(`The object store is not measured, because versitygw is missing: ${OBJECT_STORE_CURE}`);
const [folder, bucket] = [await sealedTurn(), store === undefined ? undefined : await sealedTurn(store.address)];
const turns: Readonly<Record<string, Turn>> = {
  plain: plainTurn,
  folder,
  ...(bucket === undefined ? {} : { bucket }),
};

const costs: Record<string, Costs[]> = {};
let resident = 0;
try {
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [kind, { write, read }] of Object.entries(turns)) {
      const cost = { write: await costOf(write), read: await costOf(read) };
      resident = Math.max(resident, process.memoryUsage().rss);
      if (turn > 0) costs[kind] = [...(costs[kind] ?? []), cost];
    }
  }
} finally {
  await folder.close();
  await bucket?.close();
  await store?.close();
  await rm(home, { recursive: true, force: true });
}

const middle = (kind: string, of: (cost: Costs) => number): number => median((costs[kind] ?? []).map(of));
const cpu = ({ write, read }: Costs): number => write.cpu + read.cpu;
const speeds = (kind: string, named: string): ReadonlyArray<Measure> => [
  { name: `${named}, put`, value: 1_000 / middle(kind, ({ write }) => write.wall), unit: 'MiB/s' },
  { name: `${named}, read`, value: 1_000 / middle(kind, ({ read }) => read.wall), unit: 'MiB/s' },
  { name: `${named}, processor for put and read`, value: middle(kind, cpu), unit: 'ms/MiB' },
];

report('files', [
  ...speeds('plain', 'plain to disk'),
  ...speeds('folder', 'sealed, in the folder'),
  ...(bucket === undefined ? [] : speeds('bucket', 'sealed, in a bucket')),
  {
    name: 'processor, sealed in the folder against plain',
    value: middle('folder', cpu) / middle('plain', cpu),
    unit: 'x',
    bar: { at: 'most', value: CPU_TIMES_MAX },
  },
  { name: 'memory of the process, at most', value: resident / MIB, unit: 'MiB' },
]);
