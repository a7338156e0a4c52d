import * as t from 'io-ts';
import { type DatabasePool, sql } from 'slonik';
import type { Position } from '#domain/kernel/event.ts';
import { ChannelId, type GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { rowSchema } from '#infra/database/row-schema.ts';
import { column } from '#infra/database/statement.ts';

const RemovalRow = t.strict({
  kind: t.keyof({ message: null, channel: null, guild: null }),
  id: t.string,
  position: t.bigint,
});
/** Row of a removal, in the order of the log. */
export type RemovalRow = t.TypeOf<typeof RemovalRow>;

/** Reads what was removed, for the sweep that erases it. */
export type Removals = {
  /** Lists deletions of messages by their authors after a position. */
  readonly byAuthors: (after: Position, limit: number) => Promise<ReadonlyArray<RemovalRow>>;
  /** Lists other removals after a position that happened until a time. */
  readonly byOthers: (after: Position, until: Instant, limit: number) => Promise<ReadonlyArray<RemovalRow>>;
  /** Answers the first removal by others after a position that happened later than a time. */
  readonly firstLater: (after: Position, than: Instant) => Promise<Position | undefined>;
  /** Lists messages of a channel in the order of their ids. */
  readonly messagesOf: (channel: ChannelId, after: string, limit: number) => Promise<ReadonlyArray<MessageId>>;
  /** Lists the threads of a channel, deleted or not. */
  readonly threadsOf: (channel: ChannelId) => Promise<ReadonlyArray<ChannelId>>;
  readonly channelsOf: (guild: GuildId) => Promise<ReadonlyArray<ChannelId>>;
};

export const postgresRemovals = (pool: DatabasePool): Removals => ({
  byAuthors: (after, limit) =>
    pool.any(sql.type(rowSchema(RemovalRow))`
      SELECT kind, id, position FROM read.removal
      WHERE by_author AND position > ${after} ORDER BY position LIMIT ${limit}`),
  byOthers: (after, until, limit) =>
    pool.any(sql.type(rowSchema(RemovalRow))`
      SELECT kind, id, position FROM read.removal
      WHERE NOT by_author AND position > ${after} AND removed_at <= ${until} ORDER BY position LIMIT ${limit}`),
  firstLater: async (after, than) =>
    (
      await pool.maybeOne(sql.type(rowSchema(t.strict({ position: t.bigint })))`
        SELECT position FROM read.removal
        WHERE NOT by_author AND position > ${after} AND removed_at > ${than} ORDER BY position LIMIT 1`)
    )?.position,
  messagesOf: (channel, after, limit) =>
    column(
      pool,
      MessageId,
      sql.fragment`
        SELECT message_id AS value FROM read.message
        WHERE channel_id = ${channel} AND kind IN ('message', 'action') AND message_id > ${after} ORDER BY message_id LIMIT ${limit}`,
    ),
  threadsOf: (channel) =>
    column(
      pool,
      ChannelId,
      sql.fragment`SELECT channel_id AS value FROM read.thread WHERE parent_id = ${channel} ORDER BY channel_id`,
    ),
  channelsOf: (guild) =>
    column(
      pool,
      ChannelId,
      sql.fragment`
        SELECT DISTINCT channel_id AS value FROM read.message
        WHERE guild_id = ${guild} AND kind IN ('message', 'action') ORDER BY channel_id`,
    ),
});
