/**
 * A golden file holds one event exactly as some release stored it, its keys, and its meaning today. The stored part is
 * never edited. When a shape grows a version, only `event` follows, through the upcaster.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as t from 'io-ts';
import { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import type { LoggedEvent } from '#infra/log/event-log.ts';
import type { Sealer } from '#infra/log/ports/sealer.ts';

export const GOLDEN_FOLDER: URL = new URL('./events/', import.meta.url);

export const GoldenFile = t.strict({
  stored: t.strict({
    stream: t.string,
    eventId: EventId,
    type: t.string,
    schemaVersion: t.Integer,
    data: t.string,
    metadata: t.string,
  }),
  /** Keys in Base64, by the key names of the sealed fields. */
  keys: t.record(t.string, t.string),
  event: t.strict({ type: t.string, data: t.UnknownRecord }),
});
export type GoldenFile = t.TypeOf<typeof GoldenFile>;

export const goldenName = (type: string, version: number): string => `${type}@${version}.json`;

export const goldenNames = (): ReadonlyArray<string> => readdirSync(GOLDEN_FOLDER);

/**
 * Reads a golden file.
 * @throws when the file has another shape.
 */
export const readGolden = (name: string): GoldenFile => {
  const golden: unknown = JSON.parse(readFileSync(new URL(name, GOLDEN_FOLDER), 'utf8'));
  if (!GoldenFile.is(golden)) throw new Error(`infra/workshop/golden/events/${name} is not a golden file`);
  return golden;
};

/** Returns the event as a log would return it. The stream names of golden files are those of a real log. */
export const loggedGolden = ({ stored }: GoldenFile): LoggedEvent => ({
  ...stored,
  stream: stored.stream as StreamName,
  position: 1n,
  revision: 0,
});

const refuse = (): never => {
  throw new Error('a golden file is only opened');
};

/** Opens the sealed fields of a golden file with the keys in it. */
export const goldenSealer = ({ keys }: GoldenFile): Sealer => {
  const named = <Id extends string | number>(prefix: string, ids: ReadonlySet<Id>): ReadonlyMap<Id, Uint8Array> =>
    new Map(
      [...ids].flatMap((id): ReadonlyArray<readonly [Id, Uint8Array]> => {
        const secret = keys[`${prefix}${id}`];
        return secret === undefined ? [] : [[id, Buffer.from(secret, 'base64')]];
      }),
    );
  return createSealer({
    content: { load: async (ids) => named('c:', ids), fresh: refuse, destroy: refuse },
    user: { load: async (users) => named('u:', users), forSealing: refuse, destroy: refuse },
  });
};
