/** Saved messages in the personal store: ids alone, because the timeline has the texts and the gate decides at each read. */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { SavedIds, SavedMark, SavedMessages, TooManySaved } from '#gateway/ports/saved-messages.ts';
import { SAVED_MESSAGES_MAX } from '#gateway/protocol/limits.ts';
import { CHANGES } from './personal-changes.ts';
import { unavailable } from './unavailable.ts';

/** Locks the counter of a user, so that two devices at the limit do not both save. */
const LOCK = `
INSERT INTO personal.saved_revision AS kept (user_id, revision) VALUES ($1, 0)
ON CONFLICT (user_id) DO UPDATE SET revision = kept.revision`;

const ROOM = `
SELECT count(*) FILTER (WHERE message_id = $2) = 1 AS saved, count(*) >= ${SAVED_MESSAGES_MAX} AS "isFull"
FROM personal.saved_message WHERE user_id = $1`;

const SAVE = `
WITH
  counted AS (UPDATE personal.saved_revision SET revision = revision + 1 WHERE user_id = $1 RETURNING revision),
  put AS (
    INSERT INTO personal.saved_message (user_id, message_id, channel_id, saved_at, revision)
    SELECT $1, $2, $3, $4, revision FROM counted RETURNING user_id, message_id
  )
SELECT pg_notify('${CHANGES}', user_id || ' saved ' || message_id) FROM put`;

const REMOVE = `
WITH
  gone AS (DELETE FROM personal.saved_message WHERE user_id = $1 AND message_id = $2 RETURNING user_id, message_id),
  counted AS (
    UPDATE personal.saved_revision SET revision = saved_revision.revision + 1 FROM gone
    WHERE saved_revision.user_id = gone.user_id RETURNING gone.user_id, gone.message_id
  )
SELECT pg_notify('${CHANGES}', user_id || ' saved ' || message_id) FROM counted`;

const REVISION = `coalesce((SELECT revision FROM personal.saved_revision WHERE user_id = $1), 0)::float8 AS revision`;

const MARK = `
SELECT ${REVISION}, EXISTS (SELECT FROM personal.saved_message WHERE user_id = $1 AND message_id = $2) AS saved`;

const IDS = `
SELECT ${REVISION}, ARRAY(
  SELECT message_id FROM personal.saved_message WHERE user_id = $1 ORDER BY revision DESC LIMIT ${SAVED_MESSAGES_MAX}
) AS "messageIds"`;

/** Saved messages with the work that no request asks for. */
export type StoredSavedMessages = SavedMessages & {
  /** Destroys what users saved of an erased message. */
  readonly forgetMessage: (messageId: MessageId) => Promise<void>;
  /** Destroys what users saved of an erased channel. */
  readonly forgetChannel: (channelId: ChannelId) => Promise<void>;
  /** Destroys all that a user saved, for the erasure of a person. */
  readonly forgetUser: (userId: UserId) => Promise<void>;
};

export const createSavedMessages = (pool: Pool): StoredSavedMessages => {
  const only = async <Row extends object>(sql: string, values: ReadonlyArray<string | null>): Promise<Row> => {
    const { rows } = await pool.query<Row>(sql, [...values]);
    const [row] = rows;
    if (row === undefined) throw new Error('the database answered no row');
    return row;
  };
  const mark = async (userId: UserId, messageId: MessageId | null): Promise<SavedMark> => ({
    messageId,
    ...(await only<Omit<SavedMark, 'messageId'>>(MARK, [userId, messageId])),
  });
  /** Saves in one transaction. Answers false when the user has no room for another message. */
  const put = async (userId: UserId, { messageId, channelId }: MessageRef, at: Instant): Promise<boolean> => {
    const client = await pool.connect();
    let broken: unknown;
    try {
      await client.query('BEGIN');
      await client.query(LOCK, [userId]);
      const { rows } = await client.query<{ saved: boolean; isFull: boolean }>(ROOM, [userId, messageId]);
      const isSaved = rows[0]?.saved === true;
      const hasRoom = rows[0]?.isFull === false;
      if (!isSaved && hasRoom) await client.query(SAVE, [userId, messageId, channelId, at]);
      await client.query('COMMIT');
      return isSaved || hasRoom;
    } catch (error) {
      broken = error;
      throw error;
    } finally {
      // A connection in an unknown state leaves the pool.
      client.release(broken !== undefined);
    }
  };
  const save = async (userId: UserId, message: MessageRef, at: Instant): Promise<Either<TooManySaved, SavedMark>> =>
    (await put(userId, message, at)) ? right(await mark(userId, message.messageId)) : left({ kind: 'TooManySaved' });
  return {
    save: (userId, message, at) =>
      TE.flatMapEither((outcome: Either<TooManySaved, SavedMark>) => outcome)(
        TE.tryCatch(() => save(userId, message, at), unavailable),
      ),
    remove: (userId, messageId) =>
      TE.tryCatch(async () => {
        await pool.query(REMOVE, [userId, messageId]);
        return mark(userId, messageId);
      }, unavailable),
    mark: (userId, messageId) => TE.tryCatch(() => mark(userId, messageId), unavailable),
    ids: (userId) => TE.tryCatch(() => only<SavedIds>(IDS, [userId]), unavailable),
    forgetMessage: async (messageId) => {
      await pool.query('DELETE FROM personal.saved_message WHERE message_id = $1', [messageId]);
    },
    forgetChannel: async (channelId) => {
      await pool.query('DELETE FROM personal.saved_message WHERE channel_id = $1', [channelId]);
    },
    forgetUser: async (userId) => {
      for (const table of ['saved_message', 'saved_revision'])
        await pool.query(`DELETE FROM personal.${table} WHERE user_id = $1`, [userId]);
    },
  };
};
