/**
 * Reads and writes the folder of the search index:
 *
 *     active        names the serving generation, replaced in one step
 *     g7/index/     the index of generation 7, with its log position
 *     g7/parked     the events that generation 7 could not apply, one a line
 *     g7/places     the last event that generation 7 has applied, and the one that it was about to apply
 *     lock          held by the one process that keeps the folder
 */
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as t from 'io-ts';
import type { Position } from '#domain/kernel/event.ts';
import { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { ParkedEvent } from '#projections/ports/sink.ts';
import { IndexDamaged } from './generation-index.ts';

/** The serving generation. `log` is the mark of the log that it was built from. */
export type ActiveGeneration = { readonly generation: number; readonly version: number; readonly log: string | null };

const ActiveCodec: t.Type<ActiveGeneration, unknown, unknown> = t.strict({
  generation: t.Integer,
  version: t.Integer,
  log: t.union([t.string, t.null]),
});
const ParkedLine = t.strict({ position: t.string, stream: t.string, type: t.string, reason: t.string });

export const lockPath = (folder: string): string => join(folder, 'lock');
export const generationName = (generation: number): string => `g${generation}`;
export const indexPath = (folder: string, generation: number): string =>
  join(folder, generationName(generation), 'index');
const activePath = (folder: string): string => join(folder, 'active');
const parkedPath = (folder: string, name: string): string => join(folder, name, 'parked');

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const textOf = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });

/** Writes a file or a folder to disk. A file's content is durable afterwards, and so is a folder's list of files. */
const toDisk = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const decoded = <A>(codec: t.Type<A, unknown, unknown>, text: string): A | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return codec.is(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Reads the serving generation. Undefined when none is named or the file is unreadable: then one must be built. */
export const readActive = async (folder: string): Promise<ActiveGeneration | undefined> =>
  decoded(ActiveCodec, await textOf(activePath(folder)));

/** Makes the generation the serving one. The step happens completely or not at all, even at a power cut. */
export const writeActive = async (folder: string, active: ActiveGeneration): Promise<void> => {
  const beside = `${activePath(folder)}.new`;
  await toDisk(join(folder, generationName(active.generation)));
  await writeFile(beside, `${JSON.stringify(active)}\n`, { mode: 0o600 });
  await toDisk(beside);
  await rename(beside, activePath(folder));
  await toDisk(folder);
};

/** Makes the folder. The folder around it must exist, because a recursive `mkdir` never ends in some file systems. */
export const makeFolder = async (folder: string): Promise<void> => {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
};

/** Lists the generations in the order in which they were begun. */
export const generationsIn = async (folder: string): Promise<ReadonlyArray<number>> => {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names
    .flatMap((name) => /^g(\d{1,9})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
};

export const makeGeneration = (folder: string, generation: number): Promise<unknown> =>
  mkdir(indexPath(folder, generation), { recursive: true, mode: 0o700 });

export const removeGeneration = (folder: string, generation: number): Promise<void> =>
  rm(join(folder, generationName(generation)), { recursive: true, force: true });

/** Rethrows an error. One of a folder that is gone becomes `IndexDamaged`. */
export const damagedIfMissing =
  (name: string) =>
  (error: unknown): never => {
    throw isMissing(error)
      ? new IndexDamaged(`${name} is missing from the folder of the search index`, { cause: error })
      : error;
  };

/** A place in the log with the id of the event there. */
export type PlacedEvent = { readonly position: Position; readonly eventId: EventId };

const PlacesCodec = t.array(t.strict({ position: t.string, eventId: EventId }));

/**
 * Writes the event that the index names now and the one that it will name, before the index moves. The position in the
 * index's own commit tells afterwards which of the two it is.
 */
export const writePlaces = async (folder: string, name: string, places: ReadonlyArray<PlacedEvent>): Promise<void> => {
  const path = join(folder, name, 'places');
  const text = JSON.stringify(places.map(({ position, eventId }) => ({ position: position.toString(), eventId })));
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
};

/** Reads the event at a position of the index. Undefined when none was written, or the file is unreadable. */
export const readPlace = async (folder: string, name: string, position: Position): Promise<PlacedEvent | undefined> => {
  const places = decoded(PlacesCodec, await textOf(join(folder, name, 'places'))) ?? [];
  const there = places.find((place) => place.position === position.toString());
  return there && { position, eventId: there.eventId };
};

/**
 * Writes parked events before the index moves past them. After a crash between the two steps they are written again,
 * and a reader keeps one event a position.
 */
export const writeParked = async (folder: string, name: string, parked: ReadonlyArray<ParkedEvent>): Promise<void> => {
  const lines = parked.map((event) => `${JSON.stringify({ ...event, position: event.position.toString() })}\n`);
  // The leading line end separates this from a last line that a power cut left incomplete.
  const text = `\n${lines.join('')}`;
  await writeFile(parkedPath(folder, name), text, { flag: 'a', mode: 0o600, flush: true }).catch(
    damagedIfMissing(name),
  );
};

export const readParked = async (folder: string, name: string): Promise<ReadonlyArray<ParkedEvent>> => {
  const events = new Map<string, ParkedEvent>();
  for (const line of (await textOf(parkedPath(folder, name))).split('\n')) {
    const event = line === '' ? undefined : decoded(ParkedLine, line);
    if (event === undefined || !/^\d+$/.test(event.position)) continue;
    // Stream names come from the log, so a name that was read back is valid.
    events.set(event.position, { ...event, stream: event.stream as StreamName, position: BigInt(event.position) });
  }
  return [...events.values()].sort((a, b) => (a.position < b.position ? -1 : 1));
};
