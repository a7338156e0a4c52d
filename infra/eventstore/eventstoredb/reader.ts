/** Reads from the leader, so that whoever appended reads what they appended. */
import type { EventStoreDBClient, ReadPosition, ResolvedEvent } from '@eventstore/db-client';
import { BACKWARDS, END, START } from '@eventstore/db-client';
import { BEGINNING, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { LoggedEvent, LoggedSlice } from '../event-log.ts';
import type { Address } from './address.ts';
import { unavailable, whatFailureMeans } from './failure.ts';
import { eventsOf, type Reading } from './reading.ts';
import { eventOfOurs } from './stored-form.ts';

/** Where a reading of the whole log begins. Events of others may stand at places that are no single number. */
export type Place = ReadPosition;

/** Events the server is asked for at once; a page of a caller is put together from several. */
const PAGE = 1_000;
/** How many events before its end the log is looked at for the last of ours, at first. */
const LAST_PAGE = 16;
/** A node that is no longer the leader says so, and who is. */
const LEADERS_TRIED = 3;

export class Reader {
  readonly #client: EventStoreDBClient;
  readonly #address: Address;
  readonly #silenceMs: number;
  /** Everything up to here has been looked at for the last event of ours. */
  #lookedThrough: Position = -1n;
  #last: Position = BEGINNING;

  constructor(client: EventStoreDBClient, address: Address, silenceMs: number) {
    this.#client = client;
    this.#address = address;
    this.#silenceMs = silenceMs;
  }

  async stream(stream: StreamName, after: Revision): Promise<LoggedSlice> {
    // From `after` itself on: its own event tells that it is the head, in the same call.
    const from = after <= NO_REVISION ? START : BigInt(after);
    const found = await this.#streamEvents(stream, { fromRevision: from });
    if (found === undefined) return { events: [], head: NO_REVISION };
    const last = found.at(-1);
    if (last === undefined) return { events: [], head: await this.#streamHead(stream) };
    const events = this.#ours(found).filter(({ revision }) => revision > after);
    return { events, head: Number(last.event?.revision ?? NO_REVISION) };
  }

  async all(after: Position, limit: number): Promise<ReadonlyArray<LoggedEvent>> {
    const events: LoggedEvent[] = [];
    let at = after;
    let from: Place = after === BEGINNING ? START : { commit: after, prepare: after };
    while (events.length < limit) {
      // Reading begins with the event at the position, which is not asked for.
      const maxCount = Math.min(limit - events.length + 1, PAGE);
      const page = await this.#events(() => this.#client.readAll({ ...this.#call, fromPosition: from, maxCount }));
      for (const { event } of page) {
        const ours = event === undefined ? undefined : eventOfOurs(event, this.#address.prefix);
        if (ours !== undefined && ours.position > at && events.length < limit) events.push(ours);
      }
      if (page.length < maxCount) break;
      const last = page.at(-1)?.event?.position;
      if (last === undefined) break;
      at = last.commit;
      from = last;
    }
    return events;
  }

  /** The last events before a place, or before the end; oldest of them first. */
  async newest(limit: number, before: Position | undefined): Promise<ReadonlyArray<LoggedEvent>> {
    const events: LoggedEvent[] = [];
    let from: Place = before === undefined ? END : { commit: before, prepare: before };
    for (;;) {
      const page = await this.#events(() =>
        this.#client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: from, maxCount: PAGE }),
      );
      for (const ours of this.#ours(page)) if (events.push(ours) === limit) return events.reverse();
      const last = page.at(-1)?.event?.position;
      if (page.length < PAGE || last === undefined) return events.reverse();
      from = last;
    }
  }

  /** Where the log of the server ends just now, whosever event stands there. */
  async end(): Promise<Place> {
    const [last] = await this.#events(() =>
      this.#client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
    );
    return last?.event?.position ?? START;
  }

  /** The log of the server may end with any number of events that are not ours; what was looked at once is known. */
  async head(): Promise<Position> {
    let newest: Position | undefined;
    let from: Place = END;
    for (let maxCount = LAST_PAGE; ; maxCount = PAGE) {
      const page = await this.#events(() =>
        this.#client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: from, maxCount }),
      );
      for (const { event } of page) {
        if (event?.position === undefined) continue;
        from = event.position;
        newest ??= from.commit;
        if (from.commit <= this.#lookedThrough) return this.#ends(newest, this.#last);
        const ours = eventOfOurs(event, this.#address.prefix);
        if (ours !== undefined) return this.#ends(newest, ours.position);
      }
      if (page.length < maxCount) return this.#ends(newest ?? this.#lookedThrough, this.#last);
    }
  }

  #ends(lookedThrough: Position, last: Position): Position {
    if (lookedThrough > this.#lookedThrough) this.#lookedThrough = lookedThrough;
    if (last > this.#last) this.#last = last;
    return this.#last;
  }

  get #call() {
    return { credentials: this.#address.credentials, requiresLeader: true };
  }

  async #streamHead(stream: StreamName): Promise<Revision> {
    const [last] = (await this.#streamEvents(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 })) ?? [];
    return Number(last?.event?.revision ?? NO_REVISION);
  }

  /** Undefined for a stream that is not there. */
  async #streamEvents(
    stream: StreamName,
    options: Parameters<EventStoreDBClient['readStream']>[1],
  ): Promise<ReadonlyArray<ResolvedEvent> | undefined> {
    try {
      const name = `${this.#address.prefix}${stream}`;
      return await this.#events(() => this.#client.readStream(name, { ...options, ...this.#call }));
    } catch (error) {
      if (whatFailureMeans(error) === 'gone') return undefined;
      throw unavailable(error);
    }
  }

  async #events(begin: () => Reading): Promise<ReadonlyArray<ResolvedEvent>> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await eventsOf(begin(), this.#silenceMs);
      } catch (error) {
        const meaning = whatFailureMeans(error);
        if (meaning === 'gone') throw error;
        if (meaning !== 'elsewhere' || tried === LEADERS_TRIED) throw unavailable(error);
      }
    }
  }

  #ours(found: ReadonlyArray<ResolvedEvent>): ReadonlyArray<LoggedEvent> {
    return found.flatMap(({ event }) => {
      const ours = event === undefined ? undefined : eventOfOurs(event, this.#address.prefix);
      return ours === undefined ? [] : [ours];
    });
  }
}
