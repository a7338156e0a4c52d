import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, GuildId, MessageId, type UserId } from '#domain/kernel/ids.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { MessageViewRow, messageColumns, messagesWith, messageView, wasSent } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';

const Row = t.strict({ through: t.bigint, lines: t.readonlyArray(MessageViewRow) });
/** A line has no reactions, so it looks alike to every viewer. */
const ANY_VIEWER = '' as UserId;

/** Answers a line to the gateway, which tells it to the subscribers of its channel alone. */
export const systemLine =
  (deps: Pick<QueryDeps, 'models'>): Queries['systemLine'] =>
  ({ messageId }) =>
    pipe(
      oneRow(deps.models, {
        name: 'system-line',
        row: Row,
        sql: sql.fragment`
          SELECT ${throughOf([MESSAGE_TIMELINE])} AS through, ${messagesWith(
            sql.fragment`
              SELECT ${messageColumns}, 0 AS sorting FROM read.message
              WHERE message_id = ${messageId} AND NOT deleted AND NOT ${wasSent}`,
            ANY_VIEWER,
          )} AS lines`,
      }),
      TE.map(({ lines: [line] }) => (line === undefined ? undefined : messageView(line))),
    );

const Place = t.strict({ message_id: MessageId, channel_id: ChannelId, guild_id: GuildId });

/** Answers where the line about a thread stands, for the subscribers of that channel, when the thread goes or comes back. */
export const lineAboutThread =
  (deps: Pick<QueryDeps, 'models'>): Queries['lineAboutThread'] =>
  ({ threadId }) =>
    pipe(
      deps.models.rows({
        name: 'line-about-thread',
        row: Place,
        sql: sql.fragment`
          SELECT message_id, channel_id, guild_id FROM read.message WHERE thread_id = ${threadId}`,
      }),
      TE.map(([line]) =>
        line === undefined
          ? undefined
          : { messageId: line.message_id, channelId: line.channel_id, guildId: line.guild_id },
      ),
    );
