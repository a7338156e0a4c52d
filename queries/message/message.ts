import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { MessageViewRow, messageColumns, messagesWith, messageView } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { behindChannel } from '#queries/visibility.ts';

export const message = (deps: QueryDeps): Queries['message'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId, messageId }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'message',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: messagesWith(
            sql.fragment`
              SELECT ${messageColumns}, 0 AS sorting FROM read.message
              WHERE message_id = ${messageId} AND channel_id = ${channelId} AND NOT deleted`,
            viewer.userId,
          ),
          codec: t.readonlyArray(MessageViewRow),
        },
      ),
      TE.flatMap(({ through, value: { payload } }) => {
        const [row] = payload;
        return row === undefined ? TE.left(NOT_VISIBLE) : TE.right({ through, value: messageView(row) });
      }),
    ),
  );
