/** Generations in the registry, and the statements that read and change them. */
import * as t from 'io-ts';
import { type CommonQueryMethods, sql } from 'slonik';
import { BEGINNING } from '#domain/kernel/event.ts';
import { EventId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { rowSchema } from '#infra/database/row-schema.ts';
import { column, execute } from '#infra/database/statement.ts';
import type { SqlStatement } from '#projections/ports/read-model.ts';
import type { Generation, ParkedEvent, Step, TableCount } from '#projections/ports/sink.ts';

/** A generation as the registry keeps it, with the lineage of the log that it was built from. */
export type KeptGeneration = Generation & { readonly lineage: string | null };

const Row = t.strict({
  model: t.string,
  version: t.Integer,
  generation: t.Integer,
  name: t.string,
  status: t.union([t.literal('building'), t.literal('active'), t.literal('retired')]),
  position: t.bigint,
  event_id: t.union([EventId, t.null]),
  event_at: t.union([Instant, t.null]),
  events: t.union([t.bigint, t.null]),
  lineage: t.union([t.string, t.null]),
});

const generationOf = ({ event_id, event_at, events, ...row }: t.TypeOf<typeof Row>): KeptGeneration => {
  const count = events === null ? undefined : Number(events);
  const last = { eventId: event_id ?? undefined, at: event_at ?? undefined, count };
  return { ...row, last: row.position === BEGINNING ? undefined : last };
};

/** Name of a stream as the log made it. It comes back as it was stored. */
const StoredStreamName = new t.Type<StreamName, string, unknown>(
  'StreamName',
  (u): u is StreamName => typeof u === 'string',
  (u, context) => (typeof u === 'string' ? t.success(u as StreamName) : t.failure(u, context)),
  (name) => name,
);
const ParkedRow: t.Type<ParkedEvent, unknown, unknown> = t.strict({
  stream: StoredStreamName,
  position: t.bigint,
  type: t.string,
  reason: t.string,
});

const COLUMNS = sql.fragment`
  model, version, generation, schema AS name, status, position, event_id, event_at, events, lineage`;

export const everyGeneration = async (on: CommonQueryMethods): Promise<ReadonlyArray<KeptGeneration>> =>
  (
    await on.any(sql.type(rowSchema(Row))`SELECT ${COLUMNS} FROM projections.generation ORDER BY model, generation`)
  ).map(generationOf);

const oneActive = async (
  on: CommonQueryMethods,
  model: string,
  lock: SqlStatement,
): Promise<KeptGeneration | undefined> => {
  const row = await on.maybeOne(
    sql.type(rowSchema(Row))`
      SELECT ${COLUMNS} FROM projections.generation WHERE model = ${model} AND status = 'active' ${lock}`,
  );
  return row === null ? undefined : generationOf(row);
};

export const activeGeneration = (on: CommonQueryMethods, model: string): Promise<KeptGeneration | undefined> =>
  oneActive(on, model, sql.fragment``);

/** Tells whether a generation was built from this lineage. A generation from before lineages is of the present one. */
export const isOfLineage = (generation: Pick<KeptGeneration, 'lineage'>, lineage: string | undefined): boolean =>
  lineage === undefined || generation.lineage === null || generation.lineage === lineage;

/** Gives the active generation and blocks its next step until this transaction ends. */
export const lockActiveGeneration = (on: CommonQueryMethods, model: string): Promise<KeptGeneration | undefined> =>
  oneActive(on, model, sql.fragment`FOR UPDATE`);

/** Name of the schema of a generation. A read model's name is `lower-case-words`, so it is safe in an identifier. */
const schemaName = (model: string, version: number, generation: number): string => {
  if (!/^[a-z]+(-[a-z]+)*$/.test(model)) throw new Error(`${model} is not a name for a read model`);
  return `rm_${model.replaceAll('-', '_')}_v${version}_g${generation}`;
};

export const addGeneration = async (
  on: CommonQueryMethods,
  model: { readonly name: string; readonly version: number },
  lineage: string | undefined,
): Promise<Generation> => {
  const [last] = await column(
    on,
    t.Integer,
    sql.fragment`SELECT coalesce(max(generation), 0) AS value FROM projections.generation WHERE model = ${model.name}`,
  );
  const generation = (last ?? 0) + 1;
  const name = schemaName(model.name, model.version, generation);
  await execute(
    on,
    sql.fragment`
      INSERT INTO projections.generation (model, version, generation, schema, status, events, lineage)
      VALUES (${model.name}, ${model.version}, ${generation}, ${name}, 'building', 0, ${lineage ?? null})`,
  );
  return { model: model.name, version: model.version, generation, name, status: 'building', position: 0n };
};

/**
 * Moves the checkpoint from one position to another. Until the transaction ends, names without a schema mean tables of
 * this generation. Resolves to false when the generation is gone, has another status or stands elsewhere.
 */
export const moveCheckpoint = async (
  on: CommonQueryMethods,
  generation: Pick<Generation, 'name' | 'status'>,
  step: Pick<Step<SqlStatement>, 'from' | 'to' | 'last'>,
  commit: 'durable' | 'soon',
): Promise<boolean> => {
  const { rowCount } = await on.query(sql.unsafe`
    UPDATE projections.generation SET
      position = ${step.to},
      event_id = ${step.last?.eventId ?? null},
      event_at = coalesce(${step.last?.at ?? null}, event_at),
      events = events + ${step.last?.count ?? 0}
    WHERE schema = ${generation.name} AND status = ${generation.status} AND position = ${step.from}
    RETURNING
      set_config('search_path', schema, true),
      set_config('synchronous_commit', ${commit === 'durable' ? 'on' : 'off'}, true)`);
  return rowCount === 1;
};

/** Runs the statements of a step, inside the transaction that moved the checkpoint. */
export const applyStatements = async (
  on: CommonQueryMethods,
  generation: Pick<Generation, 'name'>,
  step: Step<SqlStatement>,
): Promise<void> => {
  for (const statement of step.changes) await execute(on, statement);
  if (step.parked.length === 0) return;
  await execute(
    on,
    sql.fragment`
      INSERT INTO projections.parked (schema, position, stream, type, reason)
      SELECT ${generation.name}, * FROM unnest(
        ${sql.array(
          step.parked.map((event) => event.position),
          'int8',
        )},
        ${sql.array(
          step.parked.map((event) => event.stream),
          'text',
        )},
        ${sql.array(
          step.parked.map((event) => event.type),
          'text',
        )},
        ${sql.array(
          step.parked.map((event) => event.reason),
          'text',
        )})
      ON CONFLICT DO NOTHING`,
  );
};

export const parkedIn = async (on: CommonQueryMethods, schema: string): Promise<ReadonlyArray<ParkedEvent>> =>
  on.any(
    sql.type(rowSchema(ParkedRow))`
      SELECT stream, position, type, reason FROM projections.parked WHERE schema = ${schema} ORDER BY position`,
  );

export const tablesOf = (on: CommonQueryMethods, schema: string): Promise<ReadonlyArray<string>> =>
  column(
    on,
    t.string,
    sql.fragment`
      SELECT tablename::text AS value FROM pg_catalog.pg_tables WHERE schemaname = ${schema} ORDER BY tablename`,
  );

export const countRows = async (
  on: CommonQueryMethods,
  schema: string,
  tables: ReadonlyArray<string>,
): Promise<ReadonlyArray<TableCount>> => {
  const counts: TableCount[] = [];
  for (const table of tables) {
    const [rows] = await column(
      on,
      t.bigint,
      sql.fragment`SELECT count(*) AS value FROM ${sql.identifier([schema, table])}`,
    );
    counts.push({ table, rows: rows ?? 0n });
  }
  return counts;
};

export const dropGeneration = (connection: CommonQueryMethods, generation: Pick<Generation, 'name'>): Promise<void> =>
  connection.transaction(async (transaction) => {
    await execute(transaction, sql.fragment`DROP SCHEMA IF EXISTS ${sql.identifier([generation.name])} CASCADE`);
    await execute(transaction, sql.fragment`DELETE FROM projections.generation WHERE schema = ${generation.name}`);
  });
