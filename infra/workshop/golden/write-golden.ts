/**
 * Writes the golden file of a new event, or of a new schema version:
 *
 *     node infra/workshop/golden/write-golden.ts < example.json
 *
 * The example has the form `{"stream": "...", "event": {"type": "...", "data": {...}}}`. An existing file is never
 * overwritten, because a golden file shows what a release has stored.
 */
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import * as t from 'io-ts';
import { ulid } from 'ulid';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { CommandId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { createIdSource } from '#infra/keys/ids/id-source.ts';
import { contentKeyId } from '#infra/keys/ports/key-names.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { encodeEvents } from '#infra/log/sealing/codec.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { GOLDEN_FOLDER, type GoldenFile, goldenName } from './golden-file.ts';

const Example = t.strict({ stream: t.string, event: t.strict({ type: t.string, data: t.UnknownRecord }) });

const example: unknown = JSON.parse(await text(process.stdin));
if (!Example.is(example))
  throw new Error('the example on standard input does not have the form that this file describes');
const stream = example.stream as StreamName;
const command = ulid() as CommandId;
const actor = 'user:01ARZ3NDEKTSV4RRFFQ69G5FAV';
const eventId = createIdSource(new Uint8Array(32)).eventId(command, actor, stream, 0);
const metadata = { actor, correlation: 'golden', causation: command, time: instantOf(Date.now()) };

const keys = createMemoryKeys();
// The codec refuses an event that is not in the event catalog.
const event = example.event as unknown as DomainEvent;
const [encoded] = await encodeEvents(createSealer(keys))(stream, [{ eventId, event, metadata }]);
const stored = encoded?.stored;
if (stored === undefined) throw new Error('nothing was encoded');

const names = [...stored.data.matchAll(/"key":"([cu]:[^"]+)"/g)].map(([, name = '']) => name);
const secretOf = async (name: string): Promise<Uint8Array> => {
  const id = contentKeyId(name);
  const found =
    id === undefined
      ? (await keys.user.load(new Set([name.slice(2)]))).get(name.slice(2))
      : (await keys.content.load(new Set([id]))).get(id);
  if (found === undefined) throw new Error(`no key has the name ${name}`);
  return found;
};
const golden: GoldenFile = {
  stored: { stream, ...stored },
  keys: Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, Buffer.from(await secretOf(name)).toString('base64')] as const)),
  ),
  event: example.event,
};
const file = new URL(goldenName(stored.type, stored.schemaVersion), GOLDEN_FOLDER);
writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`, { flag: 'wx' });
