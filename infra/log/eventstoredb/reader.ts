/** Reads the log from the leader of the cluster, so that a process reads its own appends. */
import type { EventStoreDBClient, ReadPosition, ResolvedEvent } from '@eventstore/db-client';
import { BACKWARDS, END, START } from '@eventstore/db-client';
import { BEGINNING, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { LogCutBack, type LoggedEvent, type LoggedSlice } from '../event-log.ts';
import type { ServerAddress } from './address.ts';
import { type LogRight, mayMeanNoSuchPlace, unavailable, whatFailureMeans } from './failure.ts';
import type { Leader } from './leader.ts';
import { eventsOf, type Reading } from './reading.ts';
import { eventOfOurs, type OurLog } from './stored-form.ts';

/** A place in the server's log where a read begins. The place of another program's event may be no single number. */
export type ReadStart = ReadPosition;
type Pair = Exclude<ReadStart, string>;

/** Events asked for in one read. A page for a caller may be joined from several reads. */
const PAGE = 1_000;
/** Number of last events that the first look for the head reads. */
const LAST_PAGE = 16;
/** Questions for a place that fail before it is clear that no event stands there. */
const PLACE_ASKED_TIMES = 3;
const OF_STREAMS: LogRight = 'read the streams of the log';

export type ReaderOptions = {
  /** Milliseconds that the leader may be silent during a read. */
  readonly answerWithinMs: number;
  /** Milliseconds in which a read is begun again, at another leader where there is one. */
  readonly readWithinMs: number;
};

export class Reader {
  readonly #leader: Leader;
  readonly #address: ServerAddress;
  readonly #log: OurLog;
  readonly #options: ReaderOptions;
  /** The server's log holds no event of this log after `#last` up to this place. That part is not read again. */
  #lookedThrough: Pair;
  #last: Position = BEGINNING;

  constructor(leader: Leader, address: ServerAddress, began: bigint, options: ReaderOptions) {
    this.#leader = leader;
    this.#address = address;
    this.#log = { prefix: address.prefix, began };
    this.#options = options;
    this.#lookedThrough = { commit: began, prepare: began };
  }

  async stream(stream: StreamName, after: Revision): Promise<LoggedSlice> {
    // The read begins with the event at `after`. Its presence tells that `after` is the head, without a second call.
    const from = after <= NO_REVISION ? START : BigInt(after);
    const found = await this.#streamEvents(stream, { fromRevision: from });
    if (found === undefined) return { events: [], head: NO_REVISION };
    const last = found.at(-1);
    if (last === undefined) return { events: [], head: await this.#streamHead(stream) };
    const events = this.#ours(found).filter(({ revision }) => revision > after);
    return { events, head: Number(last.event?.revision ?? NO_REVISION) };
  }

  async all(after: Position, limit: number, known: EventId | undefined): Promise<ReadonlyArray<LoggedEvent>> {
    const events: LoggedEvent[] = [];
    for await (const page of this.#pagesAfter(after, (found) => limit - found + 1, known)) {
      for (const ours of page) if (events.push(ours) === limit) return events;
    }
    return events;
  }

  /**
   * Reads the event at a position. A server fails a read at a place where no record begins. It means that no event
   * stands there when the same server answers other reads meanwhile.
   */
  async eventAt(position: Position): Promise<LoggedEvent | undefined> {
    if (position <= BEGINNING) return undefined;
    const from = this.#placeOf(position);
    for (let tried = 1; ; tried += 1) {
      try {
        const page = await this.#asked((client) => client.readAll({ ...this.#call, fromPosition: from, maxCount: 1 }));
        return this.#ours(page).find((event) => event.position === position);
      } catch (error) {
        if (!mayMeanNoSuchPlace(error)) throw unavailable(error, 'read $all');
        if (tried === PLACE_ASKED_TIMES) return undefined;
        await this.end();
      }
    }
  }

  async #prove(position: Position, known: EventId): Promise<void> {
    const there = await this.eventAt(position);
    if (there?.eventId !== known) throw new LogCutBack(position);
  }

  /** Counts the events that `all` would read, without keeping them. */
  async countAfter(after: Position, atMost: number): Promise<number> {
    let events = 0;
    for await (const page of this.#pagesAfter(after, () => PAGE)) {
      events += page.length;
      if (events >= atMost) return atMost;
    }
    return events;
  }

  /** Reads the last `limit` events before a position, or before the end of the log, oldest first. */
  async newest(limit: number, before: Position | undefined): Promise<ReadonlyArray<LoggedEvent>> {
    const events: LoggedEvent[] = [];
    let from: ReadStart = before === undefined ? END : this.#placeOf(before);
    for (;;) {
      const page = await this.#events('read $all', (client) =>
        client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: from, maxCount: PAGE }),
      );
      for (const ours of this.#ours(page)) if (events.push(ours) === limit) return events.reverse();
      const last = page.at(-1)?.event?.position;
      if (page.length < PAGE || last === undefined || last.commit <= this.#log.began) return events.reverse();
      from = last;
    }
  }

  /** Returns the end of the server's log. The last event there may belong to another program. */
  async end(): Promise<ReadStart> {
    const [last] = await this.#events('read $all', (client) =>
      client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: END, maxCount: 1 }),
    );
    return last?.event?.position ?? START;
  }

  /**
   * Returns the position of the last event of this log. Other programs may have appended any number of events after it,
   * so the part that was already read is remembered.
   */
  async head(): Promise<Position> {
    let newest: Pair | undefined;
    let from: ReadStart = END;
    for (let maxCount = LAST_PAGE; ; maxCount = PAGE) {
      const page = await this.#events('read $all', (client) =>
        client.readAll({ ...this.#call, direction: BACKWARDS, fromPosition: from, maxCount }),
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

  /** Remembers how far the server's log is known. Answers may arrive out of order, so only the furthest one counts. */
  #ends(lookedThrough: Pair, last: Position): Position {
    if (lookedThrough.commit > this.#lookedThrough.commit) this.#lookedThrough = lookedThrough;
    if (last > this.#last) this.#last = last;
    return this.#last;
  }

  #placeOf(position: Position): Pair {
    const place = position + this.#log.began;
    return { commit: place, prepare: place };
  }

  /** Yields the events of this log after a position, page by page. `wanted` gives the length of the next page. */
  async *#pagesAfter(
    after: Position,
    wanted: (found: number) => number,
    known?: EventId,
  ): AsyncGenerator<ReadonlyArray<LoggedEvent>, void, undefined> {
    // This log has no event between `#last` and `#lookedThrough`, so the read may begin after that part.
    let from =
      after >= this.#last && this.#placeOf(after).commit < this.#lookedThrough.commit
        ? this.#lookedThrough
        : this.#placeOf(after);
    let unproven = known;
    for (let at = after, found = 0; ; ) {
      // The server returns the event at the place itself first, and the filter below drops it.
      const maxCount = Math.min(wanted(found), PAGE);
      const page = await this.#events('read $all', (client) =>
        client.readAll({ ...this.#call, fromPosition: from, maxCount }),
      ).catch(async (error: unknown) => {
        if (unproven !== undefined) await this.#prove(after, unproven);
        throw error;
      });
      if (unproven !== undefined) {
        const there = this.#ours(page).find(({ position }) => position === after);
        if (there?.eventId !== unproven) await this.#prove(after, unproven);
        unproven = undefined;
      }
      const ours = this.#ours(page).filter(({ position }) => position > at);
      const last = page.at(-1)?.event?.position;
      // The read began inside the known part, so the known part now reaches to the end of this page.
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

  /** Returns undefined for a stream that does not exist. */
  async #streamEvents(
    stream: StreamName,
    options: Parameters<EventStoreDBClient['readStream']>[1],
  ): Promise<ReadonlyArray<ResolvedEvent> | undefined> {
    try {
      const name = `${this.#address.prefix}${stream}`;
      return await this.#events(OF_STREAMS, (client) => client.readStream(name, { ...options, ...this.#call }));
    } catch (error) {
      if (whatFailureMeans(error) === 'gone') return undefined;
      throw unavailable(error, OF_STREAMS);
    }
  }

  async #events(
    asked: LogRight,
    begin: (client: EventStoreDBClient) => Reading,
  ): Promise<ReadonlyArray<ResolvedEvent>> {
    try {
      return await this.#asked(begin);
    } catch (error) {
      throw whatFailureMeans(error) === 'gone' ? error : unavailable(error, asked);
    }
  }

  #asked(begin: (client: EventStoreDBClient) => Reading): Promise<ReadonlyArray<ResolvedEvent>> {
    const { answerWithinMs, readWithinMs } = this.#options;
    return this.#leader.answer(readWithinMs, (client) => eventsOf(begin(client), answerWithinMs));
  }

  #ours(found: ReadonlyArray<ResolvedEvent>): ReadonlyArray<LoggedEvent> {
    return found.flatMap(({ event }) => {
      const ours = event === undefined ? undefined : eventOfOurs(event, this.#log);
      return ours === undefined ? [] : [ours];
    });
  }
}
