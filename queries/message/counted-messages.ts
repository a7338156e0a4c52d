import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { MessageCountView } from '#queries/governance-views.ts';
import { DELETION_MESSAGES_COUNTED_MAX } from '#queries/limits.ts';
import { wasSent } from '#queries/message/message-view.ts';
import type { NotVisible, QueryFailure } from '#queries/queries.ts';
import { type FoundValue, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';

const Counted = t.strict({ through: t.bigint, messages: t.Integer });
type Counted = t.TypeOf<typeof Counted>;

/**
 * Counts the messages of channels that the viewer may delete. It counts up to a limit, because a long channel would keep
 * the database busy.
 */
export const countedMessages = (
  deps: QueryDeps,
  models: ReadonlyArray<string>,
  channelIds: ReadonlyArray<ChannelId>,
): TE.TaskEither<NotVisible | QueryFailure, FoundValue<MessageCountView>> => {
  const row: TE.TaskEither<NotVisible | QueryFailure, Counted> = oneRow(deps.models, {
    name: 'messages-counted',
    row: Counted,
    sql: sql.fragment`
      SELECT ${throughOf(models)} AS through, (
        SELECT count(*)::int FROM (
          SELECT FROM read.message WHERE channel_id = ANY(${sql.array([...channelIds], 'text')}) AND NOT deleted
            AND ${wasSent}
          LIMIT ${DELETION_MESSAGES_COUNTED_MAX + 1}
        ) AS found
      ) AS messages`,
  });
  return pipe(
    row,
    TE.map(({ through, messages }) => ({
      through,
      value: {
        messages: Math.min(messages, DELETION_MESSAGES_COUNTED_MAX),
        isMore: messages > DELETION_MESSAGES_COUNTED_MAX,
      },
    })),
  );
};
