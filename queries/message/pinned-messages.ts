import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { PINS_PER_CHANNEL_MAX } from '#domain/kernel/limits.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { MessageViewRow, messageColumns, messagesWith, messageView } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindChannel } from '#queries/visibility.ts';

/** Answers the pinned messages that are not deleted. A restored one is among them again. */
export const pinnedMessages = (deps: QueryDeps): Queries['pinnedMessages'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'pinned-messages',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: messagesWith(
            sql.fragment`
              SELECT ${messageColumns}, -pin_position AS sorting FROM read.message
              WHERE channel_id = ${channelId} AND pinned_at IS NOT NULL AND NOT deleted
              ORDER BY pin_position DESC LIMIT ${PINS_PER_CHANNEL_MAX}`,
            viewer.userId,
          ),
          codec: t.readonlyArray(MessageViewRow),
        },
      ),
      TE.map(({ through, value: { payload } }) => ({ through, value: payload.map(messageView) })),
    ),
  );
