import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { StoredEvent } from '#infra/log/event-log.ts';

/** Returns an event to store. The log does not read its data, so tests put in any text that shows a difference. */
export const storedEvent = (data = '{}'): StoredEvent => ({
  eventId: randomUUID() as EventId,
  type: 'test.happened',
  schemaVersion: 1,
  data,
  metadata: '{"actor":"user:test"}',
});

export const streamNamed = (name: string): StreamName => name as StreamName;

/** Waits until a condition holds. The test's own time limit bounds the wait. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await nextTurn();
};
