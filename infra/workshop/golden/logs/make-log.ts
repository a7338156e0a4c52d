/** Makes the stored log of this version of the program. The keys in it are test data and open made-up text only. */
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { eventNames } from '#domain/event-catalog.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { freshDatabase } from '#infra/workshop/testkit/fresh-database.ts';
import { type Answers, answersOf } from './answers.ts';
import { openHouse, openReadHouse } from './house.ts';
import { live } from './life.ts';
import { storeTables } from './tables.ts';

const STARTED_AT = '2026-11-01T08:00:00.000Z' as Instant;
const EVENTS_MIN = 10_000;

/** @throws when the log lacks an event of the catalog, or holds too few events. */
const countOf = (answers: Answers): number => {
  const missing = eventNames.filter((name) => answers.events[name] === undefined);
  if (missing.length > 0) throw new Error(`this life holds no ${missing.join(', ')}`);
  const events = Object.values(answers.events).reduce((sum, count) => sum + count, 0);
  if (events < EVENTS_MIN) throw new Error(`this life holds ${events} events only`);
  return events;
};

/** Writes `tables.br` and `answers.json.br` into a folder that holds neither. @returns a sentence about their sizes. */
export const makeLog = async (folder: string, version: string): Promise<string> => {
  const searchFolder = await mkdtemp(join(tmpdir(), 'filament-golden-log-'));
  const database = await freshDatabase();
  try {
    const house = await openHouse(database.url, STARTED_AT);
    const { viewers } = await live(house);
    const read = await openReadHouse(house, database.url, join(searchFolder, 'search'));
    const named = Object.entries(viewers).map(([name, { userId, sessionId }]) => ({ name, userId, sessionId }));
    const answers = await answersOf(house, read, version, named);
    await read.close();
    await house.close();
    const events = countOf(answers);
    await mkdir(folder, { recursive: true });
    const tables = join(folder, 'tables.br');
    await storeTables(database.url, tables);
    const compressed = brotliCompressSync(JSON.stringify(answers));
    await writeFile(join(folder, 'answers.json.br'), compressed, { flag: 'wx' });
    return `${events} events: ${(await stat(tables)).size} bytes of tables, ${compressed.length} of answers`;
  } finally {
    await database.drop();
    await rm(searchFolder, { recursive: true, force: true });
  }
};
