/** Searches the same messages in a Postgres table with a tsvector and a GIN index. */
import pg from 'pg';
import { durablePostgres } from '#infra/workshop/testkit/durable-postgres.ts';
import type { IndexedMessage } from '#projections/ports/message-index.ts';
import type { Clause, IndexQuery } from '#queries/ports/message-search.ts';

export type FullText = {
  /** Bytes of the column and its index. */
  readonly bytes: number;
  readonly indexedMs: number;
  readonly askedMs: ReadonlyArray<number>;
};

const CONNECTIONS = 10;
const BATCH = 1_000;

/** Translates clauses for Postgres. Prefixes are left out, because Postgres has none inside phrases. */
const webSearch = (clauses: ReadonlyArray<Clause>, sign: '' | '-'): ReadonlyArray<string> =>
  clauses.filter(({ kind }) => kind !== 'prefix').map(({ text }) => `${sign}"${text.replaceAll('"', ' ')}"`);

const filled = async (client: pg.Client, messages: ReadonlyArray<IndexedMessage>): Promise<number> => {
  const began = performance.now();
  for (let at = 0; at < messages.length; at += BATCH) {
    const some = messages.slice(at, at + BATCH);
    await client.query(
      `INSERT INTO said (sent_position, channel_id, author_id, sent_at, content, words)
       SELECT p, c, a, to_timestamp(s / 1000.0), t, to_tsvector('simple', t)
       FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS said (p, c, a, s, t)`,
      [
        some.map(({ sentPosition }) => sentPosition.toString()),
        some.map(({ channelId }) => channelId),
        some.map(({ authorId }) => authorId),
        some.map(({ sentAtMs }) => sentAtMs),
        some.map(({ content }) => content.replaceAll('\0', ' ')),
      ],
    );
  }
  await client.query('CREATE INDEX said_words ON said USING gin (words)');
  await client.query('VACUUM ANALYZE said');
  return performance.now() - began;
};

const ask = (client: pg.Client, { must, mustNot, channels, authors, order, ...query }: IndexQuery, limit: number) =>
  client.query(
    `SELECT sent_position FROM said, websearch_to_tsquery('simple', $1) AS asked
     WHERE ($1 = '' OR words @@ asked) AND channel_id = ANY ($2)
       AND ($3::text[] IS NULL OR author_id = ANY ($3))
       AND ($4::bigint IS NULL OR sent_at >= to_timestamp($4 / 1000.0))
       AND ($5::bigint IS NULL OR sent_at < to_timestamp($5 / 1000.0))
     ORDER BY ${order === 'relevance' ? 'ts_rank(words, asked) DESC, ' : ''}sent_position DESC LIMIT ${limit + 1}`,
    [
      [...webSearch(must, ''), ...webSearch(mustNot, '-')].join(' '),
      channels,
      authors ?? null,
      query.sentFromMs ?? null,
      query.sentToMs ?? null,
    ],
  );

export const postgresFullText = async (
  messages: ReadonlyArray<IndexedMessage>,
  questions: ReadonlyArray<IndexQuery>,
  limit: number,
): Promise<FullText> => {
  const server = await durablePostgres(CONNECTIONS);
  const client = new pg.Client({ connectionString: server.url });
  try {
    await client.connect();
    await client.query(
      `CREATE TABLE said (sent_position bigint PRIMARY KEY, channel_id text NOT NULL, author_id text NOT NULL,
       sent_at timestamptz NOT NULL, content text NOT NULL, words tsvector NOT NULL)`,
    );
    const indexedMs = await filled(client, messages);
    const { rows } = await client.query<{ readonly bytes: string }>(
      `SELECT (SELECT sum(pg_column_size(words)) FROM said) + pg_relation_size('said_words') AS bytes`,
    );
    const askedMs: number[] = [];
    for (const round of ['warm', 'measured']) {
      for (const question of questions) {
        const began = performance.now();
        await ask(client, question, limit);
        if (round === 'measured') askedMs.push(performance.now() - began);
      }
    }
    return { bytes: Number(rows[0]?.bytes ?? 0), indexedMs, askedMs };
  } finally {
    await client.end().catch(() => undefined);
    await server.stop();
  }
};
