/** A cut of the log: what the read models had seen, what the log holds now, and the record of both for the operator. */
import * as t from 'io-ts';
import { type CommonQueryMethods, type DatabasePool, sql } from 'slonik';
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import { Instant } from '#domain/kernel/instant.ts';
import { rowSchema } from '#infra/database/row-schema.ts';
import { column, execute } from '#infra/database/statement.ts';
import type { KeptGeneration } from '#infra/read-models/generation.ts';
import type { ComparedEvent, ComparedLog } from '#infra/read-models/ports/compared-log.ts';

/** Place in a log, with the time of the event there where it is known. */
export type LogPlace = { readonly position: Position; readonly at: Instant | undefined };

export type LogCut = {
  /** End of the log that the read models had seen. */
  readonly before: LogPlace;
  readonly now: LogPlace;
  /** Last event that both logs hold. Undefined when it is not known, or when they have nothing in common. */
  readonly common: LogPlace | undefined;
  /** Number of events that the read models had seen and the log does not hold. Undefined when it is not known. */
  readonly lost: number | undefined;
};

/** Events read at once, from the end of the log backwards. */
const PAGE = 1_000;

const placeOf = ({ position, metadata }: ComparedEvent): LogPlace => {
  const kept: unknown = JSON.parse(metadata);
  const time = typeof kept === 'object' && kept !== null && 'time' in kept ? kept.time : undefined;
  return { position, at: Instant.is(time) ? time : undefined };
};

type Log = Pick<ComparedLog, 'newest' | 'countAfter'>;

/** Reads the log from its end back to the last event that is not younger than `at`. Counts the events after it. */
const lastUntil = async (log: Log, at: Instant): Promise<{ common: LogPlace | undefined; grown: number }> => {
  let grown = 0;
  for (let before: Position | undefined; ; ) {
    const page = await log.newest(PAGE, before);
    for (const event of page.toReversed()) {
      const place = placeOf(event);
      if (place.at !== undefined && place.at <= at) return { common: place, grown };
      grown += 1;
    }
    before = page[0]?.position;
    if (before === undefined) return { common: undefined, grown };
  }
};

/**
 * Compares the log with the checkpoint that got furthest in the old one. An event that the log holds and that is not
 * younger than the last one seen was there before the cut, for a cut removes the end of a log and nothing else.
 */
export const measureCut = async (log: Log, furthest: KeptGeneration): Promise<LogCut> => {
  const [end] = await log.newest(1);
  const now = end === undefined ? { position: BEGINNING, at: undefined } : placeOf(end);
  const at = furthest.last?.at;
  const before = { position: furthest.position, at };
  if (at === undefined) return { before, now, common: undefined, lost: undefined };
  const { common, grown } = await lastUntil(log, at);
  const seen = furthest.last?.count;
  const held = seen === undefined ? 0 : (await log.countAfter(BEGINNING, Number.MAX_SAFE_INTEGER)) - grown;
  return { before, now, common, lost: seen === undefined ? undefined : Math.max(0, seen - held) };
};

const placeSaid = ({ position, at }: LogPlace): string =>
  position === BEGINNING ? 'its beginning' : `position ${position}${at === undefined ? '' : ` (${at})`}`;

/** Says in one sentence what happened to the log. */
export const cutSaid = ({ before, now, common, lost }: LogCut): string =>
  [
    `the log was restored from an older backup: it ended at ${placeSaid(before)} and ends at ${placeSaid(now)} now`,
    common === undefined ? 'no common event is known' : `the last common event is at ${placeSaid(common)}`,
    `the read models had seen ${lost ?? 'an unknown number of'} events that the log does not hold`,
  ].join(', ');

const CUTS = sql.fragment`
  CREATE TABLE IF NOT EXISTS projections.cut (
    found_at timestamptz PRIMARY KEY DEFAULT now(),
    said text NOT NULL
  )`;

/** Keeps the sentence for `filament doctor`. */
export const recordCut = async (on: CommonQueryMethods, cut: LogCut): Promise<void> => {
  await execute(on, CUTS);
  await execute(on, sql.fragment`INSERT INTO projections.cut (said) VALUES (${cutSaid(cut)}) ON CONFLICT DO NOTHING`);
};

/** Days for which the doctor warns of a cut. Later it only mentions the cut. */
const RECENT_DAYS = 30;

const CutRow = t.strict({ found_at: t.string, said: t.string, recent: t.boolean });
/** Record of a cut. `recent` is true for `RECENT_DAYS`. */
export type CutRow = t.TypeOf<typeof CutRow>;

/** Gives the newest cut that was found. */
export const newestCut = async (pool: DatabasePool): Promise<CutRow | undefined> => {
  const [there] = await column(
    pool,
    t.boolean,
    sql.fragment`SELECT to_regclass('projections.cut') IS NOT NULL AS value`,
  );
  if (there !== true) return undefined;
  const found = await pool.maybeOne(sql.type(rowSchema(CutRow))`
    SELECT to_char(found_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS found_at, said,
      found_at > now() - make_interval(days => ${RECENT_DAYS}) AS recent
    FROM projections.cut ORDER BY cut.found_at DESC LIMIT 1`);
  return found ?? undefined;
};
