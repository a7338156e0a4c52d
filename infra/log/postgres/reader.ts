import { Pool, type PoolConfig } from 'pg';
import { BEGINNING, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { LogCutBack, type LoggedEvent, type LoggedSlice, LogUnavailable, type StoredEvent } from '../event-log.ts';
import { BY_INDEX, COLUMNS, type EventRow, eventOfRow, TEXT_ONLY } from './rows.ts';

/** The read begins with the row at `after`. Its presence tells that `after` is the head, in the same snapshot. */
const STREAM_FROM = `SELECT ${COLUMNS} FROM log.events WHERE stream = $1 AND revision >= $2 ORDER BY revision`;
/** The page begins with the row at `$1` when the caller wants a proof that it still stands there. */
const ALL_FROM = `SELECT ${COLUMNS} FROM log.events WHERE position >= $1 ORDER BY position LIMIT $2`;
const ALL_AFTER = `SELECT ${COLUMNS} FROM log.events WHERE position > $1 ORDER BY position LIMIT $2`;
const EVENT_AT = `SELECT ${COLUMNS} FROM log.events WHERE position = $1`;
const HEAD = 'SELECT position FROM log.events ORDER BY position DESC LIMIT 1';
const STREAM_HEAD = 'SELECT max(revision) FROM log.events WHERE stream = $1';
const IDS_AT = `SELECT asked.nth, stored.event_id, stored.position
FROM unnest($1::text[], $2::integer[], $3::integer[]) WITH ORDINALITY AS asked (stream, after, through, nth)
CROSS JOIN LATERAL (
  SELECT event_id, position, revision FROM log.events
  WHERE stream = asked.stream AND revision > asked.after AND revision <= asked.through
) AS stored
ORDER BY asked.nth, stored.revision`;

type IdRow = readonly [nth: string, eventId: string, position: string];
type IdsRequest = {
  readonly stream: StreamName;
  readonly after: Revision;
  readonly events: ReadonlyArray<StoredEvent>;
  readonly answer: (rows: ReadonlyArray<IdRow>) => void;
  readonly fail: (error: unknown) => void;
};

/** Reads committed events over its own connections. */
export class Reader {
  readonly #pool: Pool;
  #idsAsked: Array<IdsRequest> = [];

  constructor(connection: PoolConfig, connections: number, answerWithinMs: number) {
    this.#pool = new Pool({
      ...connection,
      application_name: 'filament log reader',
      max: connections,
      connectionTimeoutMillis: answerWithinMs,
      statement_timeout: answerWithinMs,
      query_timeout: 2 * answerWithinMs,
      types: TEXT_ONLY,
      options: BY_INDEX,
    });
    // The pool replaces an idle connection that dies. Without this listener the error would end the process.
    this.#pool.on('error', () => undefined);
  }

  async streamAfter(stream: StreamName, after: Revision): Promise<LoggedSlice> {
    const rows = await this.#rows<EventRow>('stream-from', STREAM_FROM, [stream, after]);
    const events = rows.map(eventOfRow);
    const head = events.at(-1)?.revision;
    if (head !== undefined) return { events: events.filter(({ revision }) => revision > after), head };
    return { events: [], head: after === NO_REVISION ? NO_REVISION : await this.#streamHead(stream) };
  }

  async allAfter(after: Position, limit: number, known: EventId | undefined): Promise<ReadonlyArray<LoggedEvent>> {
    if (known === undefined) {
      const rows = await this.#rows<EventRow>('all-after', ALL_AFTER, [after, limit]);
      return rows.map(eventOfRow);
    }
    const [first, ...rest] = (await this.#rows<EventRow>('all-from', ALL_FROM, [after, limit + 1])).map(eventOfRow);
    if (first?.position !== after || first.eventId !== known) throw new LogCutBack(after);
    return rest;
  }

  async eventAt(position: Position): Promise<LoggedEvent | undefined> {
    const [row] = await this.#rows<EventRow>('event-at', EVENT_AT, [position]);
    return row === undefined ? undefined : eventOfRow(row);
  }

  async head(): Promise<Position> {
    const [row] = await this.#rows<[string]>('head', HEAD, []);
    return row === undefined ? BEGINNING : BigInt(row[0]);
  }

  /**
   * Returns the position of the last of `events` if exactly their ids stand after revision `after`. Questions of one
   * turn of the event loop share one query, because a repeated import asks hundreds at a time.
   */
  async positionOf(
    stream: StreamName,
    after: Revision,
    events: ReadonlyArray<StoredEvent>,
  ): Promise<Position | undefined> {
    const rows = await new Promise<ReadonlyArray<IdRow>>((answer, fail) => {
      if (this.#idsAsked.push({ stream, after, events, answer, fail }) === 1)
        setImmediate(() => void this.#askForIds());
    });
    const same = rows.length === events.length && events.every((event, at) => rows[at]?.[1] === event.eventId);
    const last = rows.at(-1);
    return same && last !== undefined ? BigInt(last[2]) : undefined;
  }

  async #askForIds(): Promise<void> {
    const asked = this.#idsAsked;
    this.#idsAsked = [];
    try {
      const rows = await this.#rows<IdRow>('ids-at', IDS_AT, [
        asked.map(({ stream }) => stream),
        asked.map(({ after }) => after),
        asked.map(({ after, events }) => after + events.length),
      ]);
      const answers = Map.groupBy(rows, ([nth]) => Number(nth));
      for (const [at, { answer }] of asked.entries()) answer(answers.get(at + 1) ?? []);
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #streamHead(stream: StreamName): Promise<Revision> {
    const [row] = await this.#rows<[string | null]>('stream-head', STREAM_HEAD, [stream]);
    return Number(row?.[0] ?? NO_REVISION);
  }

  async #rows<Row extends ReadonlyArray<unknown>>(
    name: string,
    text: string,
    values: ReadonlyArray<unknown>,
  ): Promise<ReadonlyArray<Row>> {
    try {
      const { rows } = await this.#pool.query({ name, text, values: [...values], rowMode: 'array' });
      return rows as ReadonlyArray<ReadonlyArray<unknown>> as ReadonlyArray<Row>;
    } catch (error) {
      throw new LogUnavailable(`the event log cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }
}
