import { Pool, type PoolConfig } from 'pg';
import { BEGINNING, NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { type LoggedEvent, type LoggedSlice, LogUnavailable, type StoredEvent } from '../event-log.ts';
import { BY_INDEX, COLUMNS, type EventRow, eventOfRow, TEXT_ONLY } from './rows.ts';

/** From `after` itself on: its own row tells that it is the head, in the same snapshot. */
const STREAM_FROM = `SELECT ${COLUMNS} FROM log.events WHERE stream = $1 AND revision >= $2 ORDER BY revision`;
const ALL_AFTER = `SELECT ${COLUMNS} FROM log.events WHERE position > $1 ORDER BY position LIMIT $2`;
const HEAD = 'SELECT position FROM log.events ORDER BY position DESC LIMIT 1';
const STREAM_HEAD = 'SELECT max(revision) FROM log.events WHERE stream = $1';
const IDS_AT = `SELECT event_id, position FROM log.events
WHERE stream = $1 AND revision > $2 AND revision <= $3 ORDER BY revision`;

/** Reads what is committed, over connections of its own. */
export class Reader {
  readonly #pool: Pool;

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
    // An idle connection that dies is replaced by the pool; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  async streamAfter(stream: StreamName, after: Revision): Promise<LoggedSlice> {
    const rows = await this.#rows<EventRow>('stream-from', STREAM_FROM, [stream, after]);
    const events = rows.map(eventOfRow);
    const head = events.at(-1)?.revision;
    if (head !== undefined) return { events: events.filter(({ revision }) => revision > after), head };
    return { events: [], head: after === NO_REVISION ? NO_REVISION : await this.#streamHead(stream) };
  }

  async allAfter(after: Position, limit: number): Promise<ReadonlyArray<LoggedEvent>> {
    const rows = await this.#rows<EventRow>('all-after', ALL_AFTER, [after, limit]);
    return rows.map(eventOfRow);
  }

  async head(): Promise<Position> {
    const [row] = await this.#rows<[string]>('head', HEAD, []);
    return row === undefined ? BEGINNING : BigInt(row[0]);
  }

  async positionOf(
    stream: StreamName,
    after: Revision,
    events: ReadonlyArray<StoredEvent>,
  ): Promise<Position | undefined> {
    const rows = await this.#rows<[string, string]>('ids-at', IDS_AT, [stream, after, after + events.length]);
    const same = rows.length === events.length && events.every((event, at) => rows[at]?.[0] === event.eventId);
    const last = rows.at(-1);
    return same && last !== undefined ? BigInt(last[1]) : undefined;
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
