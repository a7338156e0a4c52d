/** Followed threads in the personal store: a row for each user and thread, which says whether the user follows it. */
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Pool } from 'pg';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { FollowedThreads } from '#gateway/ports/followed-threads.ts';
import { FOLLOWED_THREADS_MAX } from '#queries/limits.ts';
import { CHANGES } from './personal-changes.ts';
import { unavailable } from './unavailable.ts';

/** Part of a message in a thread that a user has: the user wrote it, or is named in it. */
export type ThreadPart = {
  readonly userId: UserId;
  readonly channelId: ChannelId;
  readonly part: 'wrote' | 'named';
  /** Time of the message, or of the beginning of the thread. */
  readonly at: Instant;
};

const CHOOSE = `
WITH put AS (
  INSERT INTO personal.followed_thread AS kept (user_id, channel_id, follows, at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (user_id, channel_id) DO UPDATE SET follows = excluded.follows, at = excluded.at
  WHERE kept.follows <> excluded.follows
  RETURNING user_id, channel_id
)
SELECT pg_notify('${CHANGES}', user_id || ' ' || channel_id) FROM put`;

const GIVEN = 'SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS one (user_id, channel_id, at)';

/** Statement for authors, who follow what they write in. A message from before a choice does not change the choice. */
const WROTE = `
WITH
  given AS (${GIVEN}),
  before AS (SELECT kept.* FROM given JOIN personal.followed_thread AS kept USING (user_id, channel_id)),
  put AS (
    INSERT INTO personal.followed_thread AS kept (user_id, channel_id, follows, at)
    SELECT user_id, channel_id, true, at FROM given
    ON CONFLICT (user_id, channel_id) DO UPDATE SET follows = true, at = excluded.at WHERE kept.at < excluded.at
    RETURNING user_id, channel_id
  )
SELECT pg_notify('${CHANGES}', user_id || ' ' || channel_id)
FROM put LEFT JOIN before USING (user_id, channel_id) WHERE before.follows IS NOT TRUE`;

/** Statement for named users. A choice that a user made before stays, also the one to follow no more. */
const NAMED = `
WITH
  given AS (${GIVEN}),
  put AS (
    INSERT INTO personal.followed_thread (user_id, channel_id, follows, at)
    SELECT user_id, channel_id, true, at FROM given ON CONFLICT (user_id, channel_id) DO NOTHING
    RETURNING user_id, channel_id
  )
SELECT pg_notify('${CHANGES}', user_id || ' ' || channel_id) FROM put`;

/** Statement that keeps the newest choices of users, as many of each kind as a user may have. */
const KEEP_NEWEST = `
WITH gone AS (
  DELETE FROM personal.followed_thread AS kept USING (
    SELECT user_id, channel_id,
      row_number() OVER (PARTITION BY user_id, follows ORDER BY at DESC, channel_id DESC) AS nth
    FROM personal.followed_thread WHERE user_id = ANY($1::text[])
  ) AS numbered
  WHERE kept.user_id = numbered.user_id AND kept.channel_id = numbered.channel_id AND nth > ${FOLLOWED_THREADS_MAX}
  RETURNING kept.user_id, kept.channel_id
)
SELECT pg_notify('${CHANGES}', user_id || ' ' || channel_id) FROM gone`;

/** Orders the rows, so that two processes that change the same ones do not block each other for ever. */
const inOrder = (a: ThreadPart, b: ThreadPart): number =>
  `${a.userId} ${a.channelId}` < `${b.userId} ${b.channelId}` ? -1 : 1;

/** Followed threads with the work that no request asks for. */
export type StoredFollowedThreads = FollowedThreads & {
  /** Lets users follow the threads that they have a part in. It names each user and thread once. */
  readonly tookPart: (parts: ReadonlyArray<ThreadPart>) => Promise<void>;
  /** Destroys what users follow of an erased thread. */
  readonly forgetChannel: (channelId: ChannelId) => Promise<void>;
  /** Destroys all that the store holds of a user, for the erasure of a person. */
  readonly forgetUser: (userId: UserId) => Promise<void>;
};

export const createFollowedThreads = (pool: Pool): StoredFollowedThreads => {
  const keepNewest = async (users: ReadonlyArray<UserId>): Promise<void> => {
    await pool.query(KEEP_NEWEST, [users]);
  };
  const take = async (statement: string, parts: ReadonlyArray<ThreadPart>): Promise<number> => {
    if (parts.length === 0) return 0;
    const rows = parts.toSorted(inOrder);
    const columns = [
      rows.map(({ userId }) => userId),
      rows.map(({ channelId }) => channelId),
      rows.map(({ at }) => at),
    ];
    return (await pool.query(statement, columns)).rowCount ?? 0;
  };
  return {
    choose: (userId, { channelId, follows, at }) =>
      TE.tryCatch(async () => {
        const { rowCount } = await pool.query(CHOOSE, [userId, channelId, follows, at]);
        if (rowCount !== 0) await keepNewest([userId]);
      }, unavailable),
    tookPart: async (parts) => {
      const [wrote, named] = [
        parts.filter(({ part }) => part === 'wrote'),
        parts.filter(({ part }) => part === 'named'),
      ];
      const changed = (await take(WROTE, wrote)) + (await take(NAMED, named));
      if (changed > 0) await keepNewest([...new Set(parts.map(({ userId }) => userId))]);
    },
    forgetChannel: async (channelId) => {
      await pool.query('DELETE FROM personal.followed_thread WHERE channel_id = $1', [channelId]);
    },
    forgetUser: async (userId) => {
      await pool.query('DELETE FROM personal.followed_thread WHERE user_id = $1', [userId]);
    },
  };
};
