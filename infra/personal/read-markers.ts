import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { ReadMarkers, ReadPlace, SentPlace } from '#gateway/ports/read-markers.ts';
import { CHANGES } from './personal-changes.ts';
import { unavailable } from './unavailable.ts';

/**
 * Statement that moves markers on. The order of two messages is that of their positions in the timeline. It is that of
 * their times while the timeline lacks one of them. The first line waits while the timeline is swapped.
 */
const MOVE_ON = `
WITH
  progress AS MATERIALIZED (SELECT min(position) FROM read.progress WHERE model = 'message-timeline'),
  given AS MATERIALIZED (
    SELECT one.*, coalesce(
      (SELECT sent_position FROM read.message WHERE message.message_id = one.message_id), one.position
    ) AS sent_position
    FROM progress, unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])
      AS one (user_id, channel_id, message_id, sent_at, position)
  ),
  moved AS (
    INSERT INTO personal.read_marker AS kept (user_id, channel_id, message_id, sent_at)
    SELECT user_id, channel_id, message_id, sent_at FROM given
    ON CONFLICT (user_id, channel_id) DO UPDATE SET message_id = excluded.message_id, sent_at = excluded.sent_at
    WHERE kept.message_id IS NULL OR coalesce(
      (
        SELECT given.sent_position > message.sent_position FROM given, read.message
        WHERE given.user_id = kept.user_id AND given.channel_id = kept.channel_id
          AND message.message_id = kept.message_id
      ),
      excluded.sent_at >= kept.sent_at AND excluded.message_id <> kept.message_id
    )
    RETURNING user_id, channel_id
  )
SELECT pg_notify('${CHANGES}', user_id || ' ' || channel_id) FROM moved`;

const PUT = `
WITH moved AS (
  INSERT INTO personal.read_marker (user_id, channel_id, message_id, sent_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (user_id, channel_id) DO UPDATE SET message_id = excluded.message_id, sent_at = excluded.sent_at
  RETURNING user_id, channel_id
)
SELECT pg_notify('${CHANGES}', user_id || ' ' || channel_id) FROM moved`;

type Given = ReadPlace & { readonly userId: UserId; readonly position: bigint | null };

/** Orders the rows, so that two processes that move the same markers do not block each other for ever. */
const inOrder = (a: Given, b: Given): number => (`${a.userId} ${a.channelId}` < `${b.userId} ${b.channelId}` ? -1 : 1);

/** Read markers with the work that no request asks for. */
export type StoredReadMarkers = ReadMarkers & {
  /** Moves the markers of authors on to the messages that they sent. It names each user and channel once. */
  readonly sent: (places: ReadonlyArray<SentPlace>) => Promise<void>;
  /** Destroys the markers of an erased channel. */
  readonly forgetChannel: (channelId: ChannelId) => Promise<void>;
  /** Destroys all that the store holds of a user, for the erasure of a person. */
  readonly forgetUser: (userId: UserId) => Promise<void>;
};

export const createReadMarkers = (pool: Pool): StoredReadMarkers => {
  const moveOn = async (places: ReadonlyArray<Given>): Promise<void> => {
    const rows = places.toSorted(inOrder);
    await pool.query(MOVE_ON, [
      rows.map(({ userId }) => userId),
      rows.map(({ channelId }) => channelId),
      rows.map(({ messageId }) => messageId),
      rows.map(({ sentAt }) => sentAt),
      rows.map(({ position }) => position),
    ]);
  };
  return {
    moveOn: (userId, places) =>
      TE.tryCatch(() => moveOn(places.map((place) => ({ ...place, userId, position: null }))), unavailable),
    put: (userId, { channelId, messageId, sentAt }) =>
      TE.tryCatch(async () => {
        await pool.query(PUT, [userId, channelId, messageId, sentAt]);
      }, unavailable),
    sent: moveOn,
    forgetChannel: async (channelId) => {
      await pool.query('DELETE FROM personal.read_marker WHERE channel_id = $1', [channelId]);
    },
    forgetUser: async (userId) => {
      await pool.query('DELETE FROM personal.read_marker WHERE user_id = $1', [userId]);
    },
  };
};
