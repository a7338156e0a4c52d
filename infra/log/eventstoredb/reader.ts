/** Reads from the leader, so that whoever appended reads what they appended. */
import type { EventStoreDBClient, ReadPosition, ResolvedEvent } from '@eventstore/db-client';
import { BACKWARDS, END, START } from '@eventstore/db-client';
import { BEGINNING, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { LoggedEvent, LoggedSlice } from '../event-log.ts';
import type { Address } from './address.ts';
import { unavailable, whatFailureMeans } from './failure.ts';
import { eventsOf, type Reading } from './reading.ts';
import { eventOfOurs, type OurLog } from './stored-form.ts';

/** The place where a reading of the whole log begins. An event of others may stand at a place that is no single number. */
export type ReadFrom = ReadPosition;
type Pair = Exclude<ReadFrom, string>;

/** Events the server is asked for at once; a page of a caller is put together from several. */
const PAGE = 1_000;
/** How many events before its end the log is looked at for the last of ours, at first. */
const LAST_PAGE = 16;
/** A node that is no longer the leader says so, and who is. */
const LEADERS_TRIED = 3;

export class Reader {
  readonly #client: EventStoreDBClient;
  readonly #address: Address;
  readonly #log: OurLog;
  readonly #silenceMs: number;
  /** Nothing of ours stands after `#last` and up to here, so nobody reads that stretch of others' events again. */
  #lookedThrough: Pair;
  #last: Position = BEGINNING;

  constructor(client: EventStoreDBClient, address: Address, began: bigint, silenceMs: number) {
    this.#client = client;
    this.#address = address;
    this.#log = { prefix: address.prefix, began };
    this.#silenceMs = silenceMs;
    this.#lookedThrough = { commit: began, prepare: began };
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
    for await (const page of this.#pagesAfter(after, (found) => limit - found + 1)) {
      for (const ours of page) if (events.push(ours) === limit) return events;
    }
    return events;
  }

  /** Counts as `all` reads, and keeps nothing. */
  async countAfter(after: Position, atMost: number): Promise<number> {
    let events = 0;
    for await (const page of this.#pagesAfter(after, () => PAGE)) {
      events += page.length;
      if (events >= atMost) return atMost;
    }
    return events;
  }

  /** The last events before a place, or before the end; oldest of them first. */
  async newest(limit: number, before: Position | undefined): Promise<ReadonlyArray<LoggedEvent>> {
    const events: LoggedEvent[] = [];
    let from: ReadFrom = before === undefined ? END : this.#placeOf(before);
    for (;;) {
      const page = await this.#events(() =>
        this.#client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: from, maxCount: PAGE }),
      );
      for (const ours of this.#ours(page)) if (events.push(ours) === limit) return events.reverse();
      const last = page.at(-1)?.event?.position;
      if (page.length < PAGE || last === undefined || last.commit <= this.#log.began) return events.reverse();
      from = last;
    }
  }

  /** Where the log of the server ends just now, whosever event stands there. */
  async end(): Promise<ReadFrom> {
    const [last] = await this.#events(() =>
      this.#client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
    );
    return last?.event?.position ?? START;
  }

  /** The log of the server may end with any number of events that are not ours; what was looked at once is known. */
  async head(): Promise<Position> {
    let newest: Pair | undefined;
    let from: ReadFrom = END;
    for (let maxCount = LAST_PAGE; ; maxCount = PAGE) {
      const page = await this.#events(() =>
        this.#client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: from, maxCount }),
      );
      for (const { event } of page) {
        if (event?.position === undefined) continue;
        from = event.position;
        newest ??= from;
        if (from.commit <= this.#lookedThrough.commit) return this.#ends(newest, this.#last);
        const ours = eventOfOurs(event, this.#log);
        if (ours !== undefined) return this.#ends(newest, ours.position);
      }
      if (page.length < maxCount) return this.#ends(newest ?? this.#lookedThrough, this.#last);
    }
  }

  /** Of others' answers that overtake each other the furthest is kept. */
  #ends(lookedThrough: Pair, last: Position): Position {
    if (lookedThrough.commit > this.#lookedThrough.commit) this.#lookedThrough = lookedThrough;
    if (last > this.#last) this.#last = last;
    return this.#last;
  }

  #placeOf(position: Position): Pair {
    const place = position + this.#log.began;
    return { commit: place, prepare: place };
  }

  /** Ours after a position, as they are found on each page that the server gives. `wanted` is the length of the next. */
  async *#pagesAfter(
    after: Position,
    wanted: (found: number) => number,
  ): AsyncGenerator<ReadonlyArray<LoggedEvent>, void, undefined> {
    // Between the last event of ours and what was looked through there is nothing to be found.
    let from =
      after >= this.#last && this.#placeOf(after).commit < this.#lookedThrough.commit
        ? this.#lookedThrough
        : this.#placeOf(after);
    for (let at = after, found = 0; ; ) {
      // Reading begins with the event at the place, which is not asked for.
      const maxCount = Math.min(wanted(found), PAGE);
      const page = await this.#events(() => this.#client.readAll({ ...this.#call, fromPosition: from, maxCount }));
      const ours = this.#ours(page).filter(({ position }) => position > at);
      const last = page.at(-1)?.event?.position;
      // Read on from what was known: it is known up to the end of this page.
      if (last !== undefined && from.commit <= this.#lookedThrough.commit)
        this.#ends(last, ours.at(-1)?.position ?? this.#last);
      yield ours;
      if (page.length < maxCount || last === undefined) return;
      found += ours.length;
      at = ours.at(-1)?.position ?? at;
      from = last;
    }
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
      const ours = event === undefined ? undefined : eventOfOurs(event, this.#log);
      return ours === undefined ? [] : [ours];
    });
  }
}
