import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { StoredEvent } from '#infra/log/event-log.ts';

/** What the log carries is opaque to it, so tests write whatever shows a difference. */
export const storedEvent = (data = '{}'): StoredEvent => ({
  eventId: randomUUID() as EventId,
  type: 'test.happened',
  schemaVersion: 1,
  data,
  metadata: '{"actor":"user:test"}',
});

export const streamNamed = (name: string): StreamName => name as StreamName;

/** Waits for something to become true; the test's own time-out bounds it. */
export const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await nextTurn();
};
