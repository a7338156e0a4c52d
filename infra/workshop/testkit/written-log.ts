/** A log in an array with a feed over it, for tests that need events and no store. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { EventMetadata, Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf } from '#domain/kernel/instant.ts';
import {
  channelStream,
  guildStream,
  inviteStream,
  type KeyedHash,
  memberStream,
  messageStream,
  type StreamName,
  serverOwnershipStream,
  sessionStream,
  userStream,
} from '#domain/kernel/stream.ts';
import { LogCutBack } from '#infra/log/event-log.ts';
import type { EventFeed, RecordedBatch } from '#projections/ports/event-feed.ts';

export type WrittenLog = {
  readonly feed: EventFeed;
  readonly events: ReadonlyArray<RecordedEvent<DomainEvent>>;
  /** Appends one event to the stream that its facts name, and returns its position. */
  readonly write: (event: DomainEvent, metadata?: Partial<EventMetadata>) => Position;
  /** Removes every event after a position, as a restored backup does. Later events have other ids than removed ones. */
  readonly cutBack: (through: Position) => void;
  /** Makes the event at this position fail: a reader gets the error of `error` there, until `position` is undefined. */
  readonly breakAt: (position: Position | undefined, error?: () => Error) => void;
};

const WRITTEN_FROM_MS = Date.UTC(2026, 0, 1);

const streamOf = (event: DomainEvent): StreamName => {
  const [slice] = event.type.split('.');
  const { data } = event;
  if (slice === 'message' && 'messageId' in data) return messageStream(data.messageId);
  if (slice === 'session' && 'sessionId' in data) return sessionStream(data.sessionId);
  if (slice === 'channel' && 'channelId' in data && data.channelId !== null) return channelStream(data.channelId);
  if (event.type === 'account.server-ownership-claimed') return serverOwnershipStream;
  if (event.type.startsWith('guild.member-') && 'guildId' in data && 'userId' in data) {
    return memberStream(data.guildId, data.userId);
  }
  if (slice === 'guild' && 'guildId' in data) return guildStream(data.guildId);
  if (slice === 'account' && 'userId' in data) return userStream(data.userId);
  // The last characters of an id tell invites of a test apart, and are hex digits.
  if ('inviteId' in data) return inviteStream(data.inviteId.slice(2).padStart(64, '0') as KeyedHash);
  return `other-${slice}` as StreamName;
};

const eventIdAt = (position: number, cuts: number): EventId =>
  `${cuts.toString(16).padStart(8, '0')}-0000-7000-8000-${position.toString(16).padStart(12, '0')}` as EventId;

export const writtenLog = (): WrittenLog => {
  const events: RecordedEvent<DomainEvent>[] = [];
  const revisions = new Map<StreamName, number>();
  let cuts = 0;
  let broken: { readonly at: Position; readonly error: () => Error } | undefined;
  let grown = Promise.withResolvers<void>();

  const page = (after: Position, limit: number): RecordedBatch => {
    // Positions are 1 to n, so the index of an event is known.
    let found = events.slice(Number(after), Number(after) + limit);
    if (broken !== undefined && after < broken.at && broken.at <= BigInt(events.length)) {
      const { at, error } = broken;
      found = found.filter((event) => event.position < at);
      if (found.length === 0) throw error();
    }
    return { events: found, through: found.at(-1)?.position ?? after };
  };

  const prove = (after: Position, known: EventId | undefined): void => {
    if (known !== undefined && events[Number(after) - 1]?.eventId !== known) throw new LogCutBack(after);
  };
  const tell = (): void => {
    grown.resolve();
    grown = Promise.withResolvers();
  };

  return {
    events,
    cutBack: (through) => {
      events.length = Math.min(events.length, Number(through));
      cuts += 1;
      revisions.clear();
      for (const { stream, revision } of events) revisions.set(stream, revision);
      tell();
    },
    write: (event, metadata = {}) => {
      const position = BigInt(events.length + 1);
      const stream = streamOf(event);
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      const time: Instant = instantOf(WRITTEN_FROM_MS + events.length * 1000);
      events.push({
        eventId: eventIdAt(events.length, cuts),
        event,
        metadata: { actor: 'operator:test', correlation: 'test', causation: 'test', time, ...metadata },
        position,
        stream,
        revision,
      });
      tell();
      return position;
    },
    breakAt: (at, error = () => new Error('the store is away')) => {
      broken = at === undefined ? undefined : { at, error };
      tell();
    },
    feed: {
      head: async () => BigInt(events.length),
      countAfter: async (after, atMost) => Math.min(Math.max(0, events.length - Number(after)), atMost),
      idAt: async (position) => events[Number(position) - 1]?.eventId,
      readAll: async (after, limit, known) => {
        prove(after, known);
        return page(after, limit);
      },
      follow: async function* (after, signal, known) {
        prove(after, known);
        const aborted = new Promise<void>((resolve) =>
          signal.addEventListener('abort', () => resolve(), { once: true }),
        );
        let at = after;
        let id = known;
        while (!signal.aborted) {
          const { promise } = grown;
          prove(at, id);
          const batch = page(at, 100);
          if (batch.through > at) {
            at = batch.through;
            id = batch.events.at(-1)?.eventId;
            yield batch;
          } else await Promise.race([promise, aborted]);
        }
      },
    },
  };
};
