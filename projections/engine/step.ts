import type { DomainEvent } from '#domain/event-catalog.ts';
import type { Position, RecordedEvent } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import type { LastEvent, ParkedEvent, Step } from '#projections/ports/sink.ts';

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An event that a rebuild cannot apply. The rebuild stops, for its result must not depend on skipped events. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
  readonly position: Position;
  readonly stream: StreamName;

  constructor(at: { readonly position: Position; readonly stream: StreamName }, reason: string) {
    super(reason);
    this.position = at.position;
    this.stream = at.stream;
  }
}

/** Names the last of some events. It has an id only when it stands at the end of the range that was read. */
export const lastOf = (events: ReadonlyArray<RecordedEvent<DomainEvent>>, to: Position): LastEvent => {
  const last = events.at(-1);
  const named = last?.position === to;
  return { eventId: named ? last.eventId : undefined, at: last?.metadata.time, count: events.length };
};

type Range = { readonly from: Position; readonly to: Position };

/** Makes a step of all events. Throws `PoisonEvent` at the first event that makes the projector throw. */
export const strictStep = <Change>(
  model: ReadModel<Change>,
  events: ReadonlyArray<RecordedEvent<DomainEvent>>,
  range: Range,
): Step<Change> => {
  const fold = model.begin();
  for (const event of events) {
    try {
      fold.take(event);
    } catch (error) {
      throw new PoisonEvent(event, reasonOf(error));
    }
  }
  return { ...range, last: lastOf(events, range.to), changes: fold.changes(), parked: [] };
};

/**
 * Makes a step in which an event that makes the projector throw parks its stream. The read model hides the
 * content of that stream, and later events of the stream are parked too. Adds to `parkedStreams`.
 */
export const lenientStep = <Change>(
  model: ReadModel<Change>,
  events: ReadonlyArray<RecordedEvent<DomainEvent>>,
  to: Position,
  parkedStreams: Set<StreamName>,
): Omit<Step<Change>, 'from'> => {
  const fold = model.begin();
  const parked: ParkedEvent[] = [];
  for (const event of events) {
    if (!model.consumes.has(event.event.type)) continue;
    if (parkedStreams.has(event.stream)) {
      parked.push(parkedEvent(event, 'an earlier event of this stream is parked'));
      continue;
    }
    try {
      fold.take(event);
    } catch (error) {
      parkedStreams.add(event.stream);
      fold.park(event);
      parked.push(parkedEvent(event, reasonOf(error)));
    }
  }
  return { to, last: lastOf(events, to), changes: fold.changes(), parked };
};

/** Makes a step that parks one event, readable or not, and hides the content of its stream. */
export const parkingStep = <Change>(
  model: ReadModel<Change>,
  event: ParkedEvent,
  to: Position,
  last: LastEvent,
): Omit<Step<Change>, 'from'> => {
  const fold = model.begin();
  fold.park(event);
  return { to, last, changes: fold.changes(), parked: [event] };
};

export const parkedEvent = (event: RecordedEvent<DomainEvent>, reason: string): ParkedEvent => ({
  stream: event.stream,
  position: event.position,
  type: event.event.type,
  reason,
});
