/**
 * Proves that the log still holds the last event of every checkpoint (decision 0045). A log that was restored from an
 * older backup does not, however far it has grown since.
 */
import * as t from 'io-ts';
import { type DatabasePool, sql } from 'slonik';
import { BEGINNING } from '#domain/kernel/event.ts';
import { MessageId } from '#domain/kernel/ids.ts';
import { messageStream } from '#domain/kernel/stream.ts';
import { rowSchema } from '#infra/database/row-schema.ts';
import { execute } from '#infra/database/statement.ts';
import { everyGeneration, isOfLineage, type KeptGeneration, tablesOf } from '#infra/read-models/generation.ts';
import type { ComparedLog } from '#infra/read-models/ports/compared-log.ts';

/** Table of messages, whose rows name the positions of their events. */
const MESSAGES = 'message';
const MessageRow = t.strict({ message_id: MessageId, sent_position: t.bigint });

type Log = Pick<ComparedLog, 'eventAt'>;

/**
 * Tells whether the newest message of a read model stands in the log at its position. True for a read model that keeps
 * no messages.
 */
const holdsNewestMessage = async (pool: DatabasePool, log: Log, { name }: KeptGeneration): Promise<boolean> => {
  if (!(await tablesOf(pool, name)).includes(MESSAGES)) return true;
  const newest = await pool.maybeOne(sql.type(rowSchema(MessageRow))`
    SELECT message_id, sent_position FROM ${sql.identifier([name, MESSAGES])} ORDER BY sent_position DESC LIMIT 1`);
  if (newest === null) return true;
  return (await log.eventAt(newest.sent_position))?.stream === messageStream(newest.message_id);
};

/**
 * Learns the event of a checkpoint of an older version, which named none. It needs an event at exactly that position, and
 * the newest message where its row says. Otherwise the checkpoint counts as refuted.
 */
const learned = async (pool: DatabasePool, log: Log, generation: KeptGeneration): Promise<boolean> => {
  const there = await log.eventAt(generation.position);
  if (there === undefined || !(await holdsNewestMessage(pool, log, generation))) return false;
  await execute(
    pool,
    sql.fragment`
      UPDATE projections.generation SET event_id = ${there.eventId}
      WHERE schema = ${generation.name} AND position = ${generation.position} AND event_id IS NULL`,
  );
  return true;
};

const stands = async (pool: DatabasePool, log: Log, generation: KeptGeneration): Promise<boolean> => {
  const id = generation.last?.eventId;
  return id === undefined ? learned(pool, log, generation) : (await log.eventAt(generation.position))?.eventId === id;
};

/** Gives the active generations whose last event the log does not hold, the furthest one first. */
export const refutedCheckpoints = async (
  pool: DatabasePool,
  log: Log,
  lineage: string,
): Promise<ReadonlyArray<KeptGeneration>> => {
  const refuted: KeptGeneration[] = [];
  for (const generation of await everyGeneration(pool)) {
    if (generation.status !== 'active' || generation.version === 0 || generation.position === BEGINNING) continue;
    if (isOfLineage(generation, lineage) && !(await stands(pool, log, generation))) refuted.push(generation);
  }
  return refuted.sort((a, b) => (a.position > b.position ? -1 : 1));
};
