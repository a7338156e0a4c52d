/** Makes up a long history while it is read, for benches that need many rows and no log. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { talk } from '#infra/workshop/testkit/talk.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';

const BEGAN_MS = Date.UTC(2026, 0, 1);

/** Builds a feed that is read once from its beginning to its end, page by page. */
export const longHistory = (messages: number): EventFeed => {
  const source = talk(messages);
  let position: Position = 0n;
  let waiting: Array<{ readonly stream: StreamName; readonly event: DomainEvent; readonly revision: number }> = [];

  const next = (limit: number): ReadonlyArray<RecordedEvent<DomainEvent>> => {
    while (waiting.length < limit) {
      const told = source.next();
      if (told.done === true) break;
      const { stream, events } = told.value;
      waiting.push(...events.map((event, revision) => ({ stream, event, revision })));
    }
    const page = waiting.slice(0, limit);
    waiting = waiting.slice(limit);
    return page.map((told) => {
      position++;
      const n = Number(position);
      return {
        ...told,
        position,
        eventId: `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}` as EventId,
        metadata: { actor: 'operator:bench', correlation: 'bench', causation: 'bench', time: instantOf(BEGAN_MS + n) },
      };
    });
  };
  return {
    head: async () => position,
    idAt: async () => undefined,
    readAll: async (_after, limit) => {
      const events = next(limit);
      return { events, through: events.at(-1)?.position ?? position };
    },
    countAfter: async () => 0,
    follow: async function* () {},
  };
};
