/** A double of the event log for unit tests. It keeps the contract and adds neither durability nor bounds. */
import { BEGINNING, NO_REVISION, type Position } from '#domain/kernel/event.ts';
import { checkAppend } from '#infra/log/check-append.ts';
import { type EventLog, LogCutBack, type LoggedEvent, UnstorableAppend } from '#infra/log/event-log.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export type MemoryEventLog = EventLog & {
  /** Removes every event after a position, as a restored backup does. */
  readonly cutBack: (through: Position) => void;
};

export const createMemoryEventLog = (): MemoryEventLog => {
  const log: Array<LoggedEvent> = [];
  const streams = new Map<string, Array<LoggedEvent>>();
  const listeners = new Set<() => void>();

  return {
    append: async (stream, expected, events) => {
      checkAppend(stream, expected, events);
      if (!events.every(({ data, metadata }) => isJson(data) && isJson(metadata)))
        throw new UnstorableAppend('a payload is not JSON');
      const stored = streams.get(stream) ?? [];
      const actual = stored.length - 1;
      if (actual !== expected) {
        const there = stored.slice(expected + 1, expected + 1 + events.length);
        const last = there.at(-1);
        const same =
          there.length === events.length && events.every((event, at) => there[at]?.eventId === event.eventId);
        return same && last !== undefined
          ? { kind: 'Appended', position: last.position, revision: last.revision, repeated: true }
          : { kind: 'RevisionConflict', actual };
      }
      for (const event of events) {
        const logged = { ...event, stream, revision: stored.length, position: BigInt(log.length + 1) };
        stored.push(logged);
        log.push(logged);
      }
      streams.set(stream, stored);
      for (const listener of listeners) listener();
      return { kind: 'Appended', position: BigInt(log.length), revision: stored.length - 1, repeated: false };
    },
    readStream: async (stream, after) => {
      const stored = streams.get(stream) ?? [];
      return { events: stored.slice(after + 1), head: stored.at(-1)?.revision ?? NO_REVISION };
    },
    readAll: async (after, limit, known) => {
      if (known !== undefined && log[Number(after) - 1]?.eventId !== known) throw new LogCutBack(after);
      return log.slice(Number(after), Number(after) + limit);
    },
    eventAt: async (position) => log[Number(position) - 1],
    countAfter: async (after, atMost) => Math.min(Math.max(0, log.length - Number(after)), atMost),
    head: async () => log.at(-1)?.position ?? BEGINNING,
    onAppended: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: async () => undefined,
    cutBack: (through) => {
      log.length = Math.min(log.length, Number(through));
      streams.clear();
      for (const event of log) streams.set(event.stream, [...(streams.get(event.stream) ?? []), event]);
    },
  };
};
