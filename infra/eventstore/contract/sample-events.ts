import { randomUUID } from 'node:crypto';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { StoredEvent } from '../event-log.ts';

/** What the log carries is opaque to it, so tests write whatever shows a difference. */
export const storedEvent = (data = '{}'): StoredEvent => ({
  eventId: randomUUID() as EventId,
  type: 'test.happened',
  schemaVersion: 1,
  data,
  metadata: '{"actor":"user:test"}',
});

export const streamNamed = (name: string): StreamName => name as StreamName;
