import { isLeft } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import type { TextErasure } from '#commands/ports/text-erasure.ts';
import { eventCatalog, isEventName } from '#domain/event-catalog.ts';
import { NO_REVISION } from '#domain/kernel/event.ts';
import type { EventLog, LoggedEvent } from '../event-log.ts';
import type { KeyDestroyer } from '../ports/sealer.ts';

/** Finds the names of the keys that open the files of an event. */
const fileKeysIn = (facts: Readonly<Record<string, unknown>>): ReadonlyArray<string> => {
  const files = t.array(t.type({ key: t.string })).decode(facts['files']);
  return isLeft(files) ? [] : files.right.map(({ key }) => key);
};

/** Finds the names of the keys under which an event has sealed its texts, and those of its files. */
const keysIn = ({ type, data }: LoggedEvent): ReadonlyArray<string> => {
  if (!isEventName(type)) return [];
  const facts: Readonly<Record<string, unknown>> = JSON.parse(data);
  const ofTexts = eventCatalog[type].sealed.flatMap(({ field, under }) => {
    const sealed = facts[field];
    const isText = under === 'content' && typeof sealed === 'object' && sealed !== null && 'key' in sealed;
    return isText && typeof sealed.key === 'string' ? [sealed.key] : [];
  });
  return [...ofTexts, ...fileKeysIn(facts)];
};

/** Erases texts by the keys that the stored events name. The events stay as they are, with all their hashes. */
export const createTextErasure = (deps: {
  readonly log: Pick<EventLog, 'readStream'>;
  readonly destroyKeys: KeyDestroyer;
}): TextErasure => ({
  eraseTexts: (stream, through) =>
    TE.tryCatch(
      async () => {
        const { events } = await deps.log.readStream(stream, NO_REVISION);
        const keys = new Set(events.filter(({ revision }) => revision <= through).flatMap(keysIn));
        if (keys.size > 0) await deps.destroyKeys(keys);
      },
      (error) => ({ kind: 'StoreUnavailable', why: error instanceof Error ? error.message : String(error) }),
    ),
});
