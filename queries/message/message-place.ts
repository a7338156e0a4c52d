import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId } from '#domain/kernel/ids.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { wasSent } from '#queries/message/message-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindChannel } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];
const Place = t.strict({ through: t.bigint, channel_id: nullable(ChannelId) });

/**
 * Answers the address of a message that its viewer may read. A first statement finds the channel, which a message never
 * leaves, and the second asks the gate. A system line has no place, because it is no message.
 */
export const messagePlace = (deps: QueryDeps): Queries['messagePlace'] =>
  makeQuery(deps, MODELS, ({ viewer: { userId }, messageId }) =>
    pipe(
      oneRow(deps.models, {
        name: 'channel-of-message',
        row: Place,
        sql: sql.fragment`
          SELECT ${throughOf([MESSAGE_TIMELINE])} AS through,
            (SELECT channel_id FROM read.message WHERE message_id = ${messageId} AND ${wasSent}) AS channel_id`,
      }),
      TE.flatMap(({ channel_id: channelId }) =>
        channelId === null
          ? TE.left(NOT_VISIBLE)
          : pipe(
              behindChannel(deps)(
                { userId, channelId },
                {
                  name: 'message-place',
                  models: MODELS,
                  needs: 'read_message_history',
                  payload: sql.fragment`to_json(EXISTS (
                    SELECT FROM read.message
                    WHERE message_id = ${messageId} AND channel_id = ${channelId} AND NOT deleted
                  ))`,
                  codec: t.boolean,
                },
              ),
              TE.flatMap(({ through, value: { payload } }) =>
                payload ? TE.right({ through, value: { channelId, messageId } }) : TE.left(NOT_VISIBLE),
              ),
            ),
      ),
    ),
  );
