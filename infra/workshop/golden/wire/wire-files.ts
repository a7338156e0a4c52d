/**
 * Stores and reads the recorded wire of each protocol level: frames and answers of a real server, and its web client.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { PROTOCOL_LEVEL } from '#gateway/protocol/frames.ts';
import type { Description } from '../openapi/breaking-changes.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** A frame as it was on the wire. */
export type RawFrame = { readonly v: number; readonly t: string; readonly d: unknown };
/** The first success of an operation, or a refusal. `body` is absent when the answer has none. */
export type RawAnswer = {
  readonly operation: string;
  readonly status: number;
  readonly body?: unknown;
};
export type RecordedWire = {
  /** Frames of one user's client, in the order in which it said and heard them. */
  readonly said: ReadonlyArray<RawFrame>;
  readonly heard: ReadonlyArray<RawFrame>;
  readonly answers: ReadonlyArray<RawAnswer>;
};

const PARTS = ['said', 'heard', 'answers'] as const;
/**
 * Names the file of one part. It holds one frame or answer in each line, so that a diff of two recordings is readable.
 */
const fileOf = (level: number, part: (typeof PARTS)[number]): string => join(levelFolder(level), `${part}.jsonl`);
export const levelFolder = (level: number): string => join(FOLDER, `level-${level}`);

/** Returns the recorded levels that a server or client of today must understand: its own level and the one before. */
export const understoodLevels = (): ReadonlyArray<number> =>
  [PROTOCOL_LEVEL - 1, PROTOCOL_LEVEL].filter((level) => existsSync(fileOf(level, 'heard')));

const linesOf = <A>(path: string): ReadonlyArray<A> =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

export const recordedWire = (level: number): RecordedWire => ({
  said: linesOf(fileOf(level, 'said')),
  heard: linesOf(fileOf(level, 'heard')),
  answers: linesOf(fileOf(level, 'answers')),
});

/** Writes over the recording of a level. Until a level is released, its recording may change. */
export const storeWire = async (level: number, wire: RecordedWire): Promise<void> => {
  await mkdir(levelFolder(level), { recursive: true });
  for (const part of PARTS)
    await writeFile(fileOf(level, part), wire[part].map((one) => `${JSON.stringify(one)}\n`).join(''));
};

const clientFile = (level: number): string => join(levelFolder(level), 'web-client.br');
/**
 * Largest compressed web client in bytes, with the parts that load late, such as the settings. A larger one is not stored,
 * so that the repository stays small.
 */
const CLIENT_BYTES_MAX = 350_000;

/**
 * Stores the built web client, without the compressed copies of its files and without its fonts, which say nothing on the
 * wire.
 *
 * @returns the number of bytes written.
 */
export const storeClient = async (level: number, built: string): Promise<number> => {
  const files: Record<string, string> = {};
  for (const entry of await readdir(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /^\.|\.(br|gz|map|woff2)$/.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    files[relative(built, path).split(sep).join('/')] = await readFile(path, 'utf8');
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  const bytes = brotliCompressSync(JSON.stringify(files), { params });
  if (bytes.length > CLIENT_BYTES_MAX) throw new Error(`the web client takes ${bytes.length} bytes`);
  await mkdir(levelFolder(level), { recursive: true });
  await writeFile(clientFile(level), bytes);
  return bytes.length;
};

/** Returns the levels whose web client is stored: at most the level of today and the one before. */
export const keptClients = (): ReadonlyArray<number> =>
  [PROTOCOL_LEVEL - 1, PROTOCOL_LEVEL].filter((level) => existsSync(clientFile(level)));

/** Unpacks a stored web client into a folder from which a server can serve it. */
export const unpackClient = async (level: number, into: string): Promise<void> => {
  const files: Record<string, string> = JSON.parse(brotliDecompressSync(await readFile(clientFile(level))).toString());
  for (const [name, text] of Object.entries(files)) {
    const path = join(into, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
};

const DESCRIPTIONS = join(FOLDER, '..', 'openapi');
const inOrder = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** Returns the versions whose description of the API is stored, the newest last. */
const describedVersions = (): ReadonlyArray<string> =>
  readdirSync(DESCRIPTIONS)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort(inOrder);

const descriptionFile = (version: string): string => join(DESCRIPTIONS, `${version}.json`);

/** Stores a description without the address of its server. */
export const storeDescription = async (version: string, description: object): Promise<void> => {
  const text = JSON.stringify({ ...description, servers: undefined }, null, 1);
  await writeFile(descriptionFile(version), `${text}\n`);
};

/** Returns the description of the last release. @throws when none is stored. */
export const lastDescription = (): Description => {
  const last = describedVersions().at(-1);
  if (last === undefined) throw new Error('no description of the API is kept');
  return JSON.parse(readFileSync(descriptionFile(last), 'utf8'));
};
