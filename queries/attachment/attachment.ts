import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId } from '#domain/kernel/ids.ts';
import { ShownFile } from '#domain/message/attachments.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, oneRow, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindChannel } from '#queries/visibility.ts';

const models = [GUILD_DIRECTORY, MESSAGE_TIMELINE];
const FileRow = t.strict({ key_name: t.string, bytes: t.Integer, shown: ShownFile });

/**
 * Answers a file of a message to a viewer who sees the channel. The statement of the gate reads the file, so a file of a
 * deleted message, or of a channel that is hidden now, is unknown. An erased file is unknown too.
 */
export const attachment = (deps: QueryDeps): Queries['attachment'] =>
  makeQuery(deps, models, ({ viewer, attachmentId }) =>
    pipe(
      oneRow(deps.models, {
        name: 'channel-of-attachment',
        row: t.strict({ channel: nullable(ChannelId) }),
        sql: sql.fragment`
          SELECT (SELECT channel_id FROM read.attachment WHERE attachment_id = ${attachmentId}) AS channel`,
      }),
      TE.flatMap(({ channel }) => (channel === null ? TE.left(NOT_VISIBLE) : TE.right(channel))),
      TE.flatMap((channelId) =>
        behindChannel(deps)(
          { userId: viewer.userId, channelId },
          {
            name: 'attachment',
            models,
            needs: undefined,
            payload: sql.fragment`(
              SELECT json_build_object('key_name', key_name, 'bytes', bytes, 'shown', shown)
              FROM read.attachment
              WHERE attachment_id = ${attachmentId} AND channel_id = ${channelId} AND shown IS NOT NULL
            )`,
            codec: nullable(FileRow),
          },
        ),
      ),
      TE.flatMap(({ through, value: { payload } }) =>
        payload === null
          ? TE.left(NOT_VISIBLE)
          : TE.right({
              through,
              value: { attachmentId, key: payload.key_name, bytes: payload.bytes, shown: payload.shown },
            }),
      ),
    ),
  );
