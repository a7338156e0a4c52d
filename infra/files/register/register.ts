/**
 * Register of files: a row for each upload and each file of a message, and the bytes that users, guilds and the server
 * use. Every change of a row and of the used bytes is one transaction, so a crash leaves no byte counted twice.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import type { FilesClaim } from '#commands/ports/message-files.ts';
import type { AttachmentId, ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { DescribedFile, FileFacts } from '#domain/message/attachments.ts';
import type { AttachmentUnknown } from '#domain/message/rejections.ts';
import { assertMade, type MigrationPlan, migrate, migrationsAt } from '#infra/database/migrations.ts';
import { contentKeyName } from '#infra/keys/ports/key-names.ts';

/** An upload before its first byte. `uploadId` follows from the attempt, `fileId` is new for each try. */
export type Arrival = {
  readonly uploadId: AttachmentId;
  readonly fileId: AttachmentId;
  readonly userId: UserId;
  readonly guildId: GuildId | null;
  readonly channelId: ChannelId;
  /** Number of the content key of the file. */
  readonly keyId: number;
  /** Bytes that the file may have at most. */
  readonly bytes: number;
  readonly at: Instant;
};
/** Bytes that all files together may have. */
export type Quotas = { readonly server: number; readonly guild: number; readonly user: number };
/** A quota that has no room for the file. `leftBytes` is what it still takes. */
export type QuotaReached = { readonly kind: 'QuotaReached'; readonly of: keyof Quotas; readonly leftBytes: number };
/** A file that has arrived. `keptBytes` counts its previews too, and `facts.bytes` the file alone. */
export type KeptFile = {
  readonly keptBytes: number;
  readonly facts: DescribedFile & { readonly bytes: number };
  readonly at: Instant;
};
/** The outcome of a reservation. A retry of a complete upload answers its file. */
export type Reserved = { readonly kind: 'Reserved' } | { readonly kind: 'Kept'; readonly file: FileFacts };

/** A file that can be removed with its bytes and its key. */
export type DeadFile = { readonly fileId: AttachmentId; readonly keyId: number };
/** A file of a message, for the sweep that asks the log about the message. */
export type NamedFile = DeadFile & { readonly messageId: MessageId };

export type FileRegister = {
  /** Reserves room for a file. A try that is still open is given up for the new one. */
  readonly reserve: (arrival: Arrival, quotas: Quotas) => Promise<Either<QuotaReached, Reserved>>;
  /** Keeps a file that has arrived whole. Answers undefined when a newer try took its place. */
  readonly keep: (fileId: AttachmentId, file: KeptFile) => Promise<FileFacts | undefined>;
  /** Takes away an upload that no message names, of this user only. Answers undefined when there is none. */
  readonly discard: (fileId: AttachmentId, userId: UserId) => Promise<DeadFile | undefined>;
  readonly claim: (claim: FilesClaim) => Promise<Either<AttachmentUnknown, ReadonlyArray<FileFacts>>>;
  readonly free: (messageId: MessageId) => Promise<void>;
  readonly count: (messageId: MessageId) => Promise<void>;
  readonly ofMessage: (messageId: MessageId) => Promise<ReadonlyArray<DeadFile>>;
  /** Takes away the rows of files. Their keys and bytes must be gone before. */
  readonly forget: (fileIds: ReadonlyArray<AttachmentId>) => Promise<void>;
  /** Lists uploads that no message names, not touched since a time: on their way since `arriving`, complete since `kept`. */
  readonly unused: (
    since: { readonly arriving: Instant; readonly kept: Instant },
    limit: number,
  ) => Promise<ReadonlyArray<DeadFile>>;
  /**
   * Lists files in the order of their ids that the messages of the read models do not count alike: a counted one whose
   * message is not there, and one that is not counted although its message is there. The sweep asks the log about each.
   */
  readonly unlike: (after: string, since: Instant, limit: number) => Promise<ReadonlyArray<NamedFile>>;
  /** Answers the ids among these that have a row here, or a message that is there. */
  readonly known: (fileIds: ReadonlyArray<AttachmentId>) => Promise<ReadonlySet<AttachmentId>>;
  /** Answers the bytes that a user has reserved or keeps. */
  readonly usedBy: (userId: UserId) => Promise<number>;
  readonly close: () => Promise<void>;
};

export const FILES: MigrationPlan = {
  schema: 'files',
  migrations: migrationsAt(new URL('./migrations/', import.meta.url), 'files'),
  lock: [1_179_208_001, 4],
  firstTable: 'files.used',
};

const CONNECTIONS = 4;
const ANSWER_WITHIN_MS = 4_000;

type FileRow = {
  readonly file_id: AttachmentId;
  readonly user_id: UserId;
  readonly guild_id: GuildId | null;
  readonly channel_id: ChannelId;
  readonly key_id: string;
  readonly state: 'arriving' | 'kept' | 'removed';
  readonly bytes: string;
  readonly facts: KeptFile['facts'] | null;
  readonly message_id: MessageId | null;
};

const SERVER_SCOPE = 's';
const scopesOf = ({ user_id, guild_id }: Pick<FileRow, 'user_id' | 'guild_id'>): ReadonlyArray<string> => [
  SERVER_SCOPE,
  ...(guild_id === null ? [] : [`g:${guild_id}`]),
  `u:${user_id}`,
];

const factsOf = ({ file_id, key_id, facts }: FileRow): FileFacts | undefined =>
  facts === null ? undefined : { attachmentId: file_id, key: contentKeyName(Number(key_id)), ...facts };

const deadFile = ({ file_id, key_id }: FileRow): DeadFile => ({ fileId: file_id, keyId: Number(key_id) });

/** Changes the used bytes of all scopes of a file. The order of the rows keeps two transactions from a deadlock. */
const use = (client: PoolClient, row: Pick<FileRow, 'user_id' | 'guild_id'>, bytes: number): Promise<unknown> =>
  client.query(
    `WITH locked AS (SELECT scope FROM files.used WHERE scope = ANY ($1) ORDER BY scope FOR UPDATE)
     UPDATE files.used SET bytes = bytes + $2 FROM locked WHERE used.scope = locked.scope`,
    [scopesOf(row), bytes],
  );

/** Frees the bytes of rows that were just changed. Rows of one message have one owner and one guild. */
const freed = async (client: PoolClient, rows: ReadonlyArray<FileRow>, sign: 1 | -1): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  await use(client, first, sign * rows.reduce((sum, { bytes }) => sum + Number(bytes), 0));
};

const quotaOf = (scope: string, quotas: Quotas): [keyof Quotas, number] => {
  if (scope === SERVER_SCOPE) return ['server', quotas.server];
  return scope.startsWith('g:') ? ['guild', quotas.guild] : ['user', quotas.user];
};

/** Locks the scopes of a file and finds the first quota that lacks room for `bytes`. */
const lacking = async (
  client: PoolClient,
  row: Pick<FileRow, 'user_id' | 'guild_id'>,
  bytes: number,
  quotas: Quotas,
): Promise<QuotaReached | undefined> => {
  const scopes = scopesOf(row);
  await client.query(
    'INSERT INTO files.used (scope, bytes) SELECT scope, 0 FROM unnest($1::text[]) AS scope ORDER BY scope ON CONFLICT DO NOTHING',
    [scopes],
  );
  const { rows } = await client.query<{ scope: string; bytes: string }>(
    'SELECT scope, bytes FROM files.used WHERE scope = ANY ($1) ORDER BY scope FOR UPDATE',
    [scopes],
  );
  // The quota of the user comes first, because the user can do something about it.
  for (const scope of scopes.toReversed()) {
    const used = Number(rows.find((one) => one.scope === scope)?.bytes ?? 0);
    const [of, quota] = quotaOf(scope, quotas);
    if (used + bytes > quota) return { kind: 'QuotaReached', of, leftBytes: Math.max(0, quota - used) };
  }
  return undefined;
};

const RETURNED = 'file_id, user_id, guild_id, channel_id, key_id, state, bytes, facts, message_id';

/** Undoes the transaction of a reservation that found no room. */
class NoRoom extends Error {
  override readonly name = 'NoRoom';
  readonly full: QuotaReached;
  constructor(full: QuotaReached) {
    super('a quota has no room');
    this.full = full;
  }
}

const reserveIn = async (client: PoolClient, arrival: Arrival, quotas: Quotas): Promise<Reserved> => {
  const { uploadId, fileId, userId, guildId, channelId, keyId, bytes, at } = arrival;
  const owner = { user_id: userId, guild_id: guildId };
  // Tries of one upload take turns, also while it has no row that they could lock.
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [uploadId]);
  const { rows } = await client.query<FileRow>(
    `SELECT ${RETURNED} FROM files.file WHERE upload_id = $1 AND user_id = $2 FOR UPDATE`,
    [uploadId, userId],
  );
  const [earlier] = rows;
  const kept = earlier && factsOf(earlier);
  if (kept !== undefined) return { kind: 'Kept', file: kept };
  if (earlier !== undefined) {
    await client.query('DELETE FROM files.file WHERE file_id = $1', [earlier.file_id]);
    await use(client, earlier, -Number(earlier.bytes));
  }
  const full = await lacking(client, owner, bytes, quotas);
  if (full !== undefined) throw new NoRoom(full);
  await client.query(
    `INSERT INTO files.file (file_id, upload_id, user_id, guild_id, channel_id, key_id, state, bytes, touched_at)
     VALUES ($1, $2, $3, $4, $5, $6, 'arriving', $7, $8)`,
    [fileId, uploadId, userId, guildId, channelId, keyId, bytes, at],
  );
  await use(client, owner, bytes);
  return { kind: 'Reserved' };
};

const keepIn = async (
  client: PoolClient,
  fileId: AttachmentId,
  { keptBytes, facts, at }: KeptFile,
): Promise<FileFacts | undefined> => {
  const { rows } = await client.query<FileRow>(
    `SELECT ${RETURNED} FROM files.file WHERE file_id = $1 AND state = 'arriving' FOR UPDATE`,
    [fileId],
  );
  const [arrived] = rows;
  if (arrived === undefined) return undefined;
  await client.query(
    `UPDATE files.file SET state = 'kept', bytes = $2, facts = $3, touched_at = $4 WHERE file_id = $1`,
    [fileId, keptBytes, JSON.stringify(facts), at],
  );
  await use(client, arrived, keptBytes - Number(arrived.bytes));
  return factsOf({ ...arrived, facts });
};

const discardIn = async (client: PoolClient, fileId: AttachmentId, userId: UserId): Promise<DeadFile | undefined> => {
  const { rows } = await client.query<FileRow>(
    `DELETE FROM files.file WHERE file_id = $1 AND user_id = $2 AND message_id IS NULL RETURNING ${RETURNED}`,
    [fileId, userId],
  );
  await freed(client, rows, -1);
  return rows[0] && deadFile(rows[0]);
};

const claimIn = async (
  client: PoolClient,
  { messageId, userId, channelId, attachmentIds, at }: FilesClaim,
): Promise<Either<AttachmentUnknown, ReadonlyArray<FileFacts>>> => {
  const { rows } = await client.query<FileRow>(
    `SELECT ${RETURNED} FROM files.file WHERE file_id = ANY ($1) ORDER BY file_id FOR UPDATE`,
    [attachmentIds],
  );
  const facts: FileFacts[] = [];
  for (const attachmentId of attachmentIds) {
    const row = rows.find(({ file_id }) => file_id === attachmentId);
    const file = row && factsOf(row);
    const isOwn = row?.user_id === userId && row.channel_id === channelId && row.state === 'kept';
    if (file === undefined || !isOwn || (row.message_id ?? messageId) !== messageId)
      return left({ kind: 'AttachmentUnknown', attachmentId });
    facts.push(file);
  }
  await client.query('UPDATE files.file SET message_id = $2, touched_at = $3 WHERE file_id = ANY ($1)', [
    attachmentIds,
    messageId,
    at,
  ]);
  return right(facts);
};

const move = async (client: PoolClient, messageId: MessageId, from: string, to: string, sign: 1 | -1) => {
  const { rows } = await client.query<FileRow>(
    `UPDATE files.file SET state = $3 WHERE message_id = $1 AND state = $2 RETURNING ${RETURNED}`,
    [messageId, from, to],
  );
  await freed(client, rows, sign);
};

const forgetIn = async (client: PoolClient, fileIds: ReadonlyArray<AttachmentId>): Promise<void> => {
  const { rows } = await client.query<FileRow>(
    `DELETE FROM files.file WHERE file_id = ANY ($1) RETURNING ${RETURNED}`,
    [fileIds],
  );
  for (const row of rows) if (row.state !== 'removed') await freed(client, [row], -1);
};

/**
 * Opens the register. A process that `makes` schemas brings it up to date, and any other one asserts that it is.
 * Rejects with `SchemaUnfit` when a newer program made the schema, and with `NotMadeYet` when it is missing.
 */
export const openFileRegister = async (connection: PoolConfig, makes: boolean): Promise<FileRegister> => {
  const pool = new Pool({
    ...connection,
    application_name: 'filament files',
    max: CONNECTIONS,
    connectionTimeoutMillis: ANSWER_WITHIN_MS,
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: 2 * ANSWER_WITHIN_MS,
    // An acknowledged file must outlive a crash, so the commit must not depend on the database's default.
    options: '-c synchronous_commit=on',
  });
  // The pool replaces an idle connection that dies. Without this listener the error would end the process.
  pool.on('error', () => undefined);

  const inOne = async <A>(work: (client: PoolClient) => Promise<A>): Promise<A> => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const done = await work(client);
      await client.query('COMMIT');
      return done;
    } catch (error) {
      await client.query('ROLLBACK').catch((failed: Error) => {
        broken = failed;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  };
  const rowsOf = async (text: string, values: ReadonlyArray<unknown>): Promise<ReadonlyArray<FileRow>> =>
    (await pool.query<FileRow>(`SELECT ${RETURNED} FROM files.file ${text}`, [...values])).rows;

  try {
    const client = await pool.connect();
    try {
      await (makes ? migrate : assertMade)(client, FILES);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    reserve: async (arrival, quotas) => {
      try {
        return right(await inOne((client) => reserveIn(client, arrival, quotas)));
      } catch (error) {
        if (error instanceof NoRoom) return left(error.full);
        throw error;
      }
    },
    keep: (fileId, file) => inOne((client) => keepIn(client, fileId, file)),
    discard: (fileId, userId) => inOne((client) => discardIn(client, fileId, userId)),
    claim: (claim) => inOne((client) => claimIn(client, claim)),
    free: (messageId) => inOne((client) => move(client, messageId, 'kept', 'removed', -1)),
    count: (messageId) => inOne((client) => move(client, messageId, 'removed', 'kept', 1)),
    ofMessage: async (messageId) => (await rowsOf('WHERE message_id = $1 ORDER BY file_id', [messageId])).map(deadFile),
    forget: (fileIds) => inOne((client) => forgetIn(client, fileIds)),
    unused: async ({ arriving, kept }, limit) =>
      (
        await rowsOf(
          `WHERE message_id IS NULL AND touched_at < CASE state WHEN 'arriving' THEN $1::timestamptz ELSE $2 END
           ORDER BY touched_at LIMIT $3`,
          [arriving, kept, limit],
        )
      ).map(deadFile),
    unlike: async (after, since, limit) =>
      (
        await rowsOf(
          `WHERE message_id IS NOT NULL AND file_id > $1 AND touched_at < $2
             AND (state = 'kept') <> EXISTS (SELECT FROM read.attachment WHERE attachment_id = file_id)
           ORDER BY file_id LIMIT $3`,
          [after, since, limit],
        )
      ).flatMap((row) => (row.message_id === null ? [] : [{ ...deadFile(row), messageId: row.message_id }])),
    known: async (fileIds) => {
      const { rows } = await pool.query<{ file_id: AttachmentId }>(
        `SELECT file_id FROM files.file WHERE file_id = ANY ($1)
         UNION SELECT attachment_id FROM read.attachment WHERE attachment_id = ANY ($1)`,
        [fileIds],
      );
      return new Set(rows.map(({ file_id }) => file_id));
    },
    usedBy: async (userId) => {
      const { rows } = await pool.query<{ bytes: string }>('SELECT bytes FROM files.used WHERE scope = $1', [
        `u:${userId}`,
      ]);
      return Number(rows[0]?.bytes ?? 0);
    },
    close: () => pool.end(),
  };
};
