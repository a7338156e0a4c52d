/** A double of the event store in a Map, for tests of the write side. It can fail on purpose. */

import { left, right } from 'fp-ts/lib/Either.js';
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import type { EventStore, ExpectedRevision } from '#commands/ports/event-store.ts';
import type { DomainEvent } from '#domain/event-catalog.ts';
import { ERASED } from '#domain/kernel/erasable.ts';
import { type NewEvent, NO_REVISION, type RecordedEvent, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';

type NewEvents = ReadonlyNonEmptyArray<NewEvent<DomainEvent>>;

export type MemoryEventStore = EventStore & {
  /** Returns all events, in the order of their appends. */
  readonly all: () => ReadonlyArray<RecordedEvent<DomainEvent>>;
  /** Runs `happening` just before the next append to a stream with this prefix, to stage a race. */
  readonly beforeAppendTo: (prefix: string, happening: () => Promise<unknown>) => void;
  /**
   * Throws at append number `n` from now, counted from 1. It throws before the events are stored, or after, so that the
   * answer is lost.
   */
  readonly crashAt: (n: number, when: 'before' | 'after') => void;
  readonly neverMindTheCrash: () => void;
  /** Erases the texts of messages on this stream, up to a revision, as the end of their keys does. */
  readonly erase: (stream: StreamName, through: Revision) => void;
};

/** The end of a process that was killed, which gives no answer. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export const memoryEventStore = (): MemoryEventStore => {
  const log: RecordedEvent<DomainEvent>[] = [];
  const streams = new Map<StreamName, RecordedEvent<DomainEvent>[]>();
  const ids = new Set<string>();
  let staged: { readonly prefix: string; readonly happening: () => Promise<unknown> } | undefined;
  let crash: { readonly n: number; readonly when: 'before' | 'after' } | undefined;
  let appends = 0;

  const write = (stream: StreamName, expected: ExpectedRevision, events: NewEvents) => {
    const stored = streams.get(stream) ?? [];
    const head = stored.length - 1;
    const believed = expected.kind === 'NoStream' ? NO_REVISION : expected.revision;
    if (believed !== head) {
      const there = stored.slice(believed + 1, believed + 1 + events.length);
      const last = there.at(-1);
      const same = there.length === events.length && there.every((one, at) => one.eventId === events[at]?.eventId);
      return same && last !== undefined
        ? right({ position: last.position, revision: last.revision, repeated: true })
        : left({ kind: 'RevisionConflict', actual: head } as const);
    }
    for (const event of events) {
      if (ids.has(event.eventId)) throw new Error(`${event.event.type}: its id was used before`);
      const position = BigInt(log.length + 1);
      const recorded = { ...event, position, stream, revision: stored.length };
      ids.add(event.eventId);
      stored.push(recorded);
      log.push(recorded);
    }
    streams.set(stream, stored);
    return right({ position: BigInt(log.length), revision: stored.length - 1, repeated: false });
  };

  return {
    readStream: (name, after) => async () => {
      const stored = streams.get(name) ?? [];
      return right({ events: stored.slice(after + 1), head: stored.length - 1 });
    },
    append: (name, expected, events) => async () => {
      if (staged !== undefined && name.startsWith(staged.prefix)) {
        const { happening } = staged;
        staged = undefined;
        await happening();
      }
      appends += 1;
      const hit = crash !== undefined && appends === crash.n;
      if (hit && crash?.when === 'before') throw new Crash();
      const answer = write(name, expected, events);
      if (hit) throw new Crash();
      return answer;
    },
    all: () => log,
    beforeAppendTo: (prefix, happening) => {
      staged = { prefix, happening };
    },
    crashAt: (n, when) => {
      appends = 0;
      crash = { n, when };
    },
    neverMindTheCrash: () => {
      crash = undefined;
    },
    erase: (stream, through) => {
      for (const { event, revision } of streams.get(stream) ?? [])
        if (revision <= through && 'content' in event.data) Object.assign(event.data, { content: ERASED });
    },
  };
};
