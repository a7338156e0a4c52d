import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { wasSent } from '#queries/message/message-view.ts';
import type { NotVisible, Queries, QueryFailure } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindGuild } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];
const Found = t.strict({
  through: t.bigint,
  messages: t.readonlyArray(t.strict({ channel_id: ChannelId, message_id: MessageId })),
});
type Found = t.TypeOf<typeof Found>;

/**
 * Answers the newest messages of one author since a moment, in the channels where the viewer may delete messages, and in
 * their threads. A
 * message anywhere else would make the deletion of the whole page fail.
 */
export const messagesOfMember = (deps: QueryDeps): Queries['messagesOfMember'] =>
  makeQuery(deps, MODELS, ({ viewer, guildId, userId, channelId, since, limit }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'channels-of-moderator',
          models: MODELS,
          needs: undefined,
          // A thread is managed by the moderators of its channel.
          payload: sql.fragment`(
            SELECT to_json(parent_id) FROM read.thread
            WHERE channel_id = ${channelId ?? ''} AND guild_id = ${guildId} AND deleted_at IS NULL
          )`,
          codec: nullable(ChannelId),
        },
      ),
      TE.flatMap(({ value: { guild, gate, payload: parentId } }): TE.TaskEither<NotVisible | QueryFailure, Found> => {
        const channels = guild.channels
          .map((channel) => channel.channelId)
          .filter((id) => {
            const set = gate.inChannel(id);
            return has(set, 'view_channel') && has(set, 'manage_messages');
          })
          .filter((id) => channelId === undefined || id === (parentId ?? channelId));
        if (channels.length === 0) return TE.left(NOT_VISIBLE);
        return oneRow(deps.models, {
          name: 'messages-of-member',
          row: Found,
          sql: sql.fragment`
            SELECT ${throughOf(MODELS)} AS through, (
              SELECT coalesce(json_agg(page ORDER BY page.sent_position DESC), '[]') FROM (
                SELECT channel_id, message_id, sent_position FROM read.message
                WHERE author_id = ${userId} AND guild_id = ${guildId} AND NOT deleted AND ${wasSent} AND sent_at >= ${since}
                  AND (${channelId === undefined}::boolean OR channel_id = ${channelId ?? ''})
                  AND coalesce(
                    (SELECT parent_id FROM read.thread
                     WHERE thread.channel_id = message.channel_id AND thread.deleted_at IS NULL),
                    channel_id
                  ) = ANY(${sql.array(channels, 'text')})
                ORDER BY sent_position DESC LIMIT ${limit}
              ) AS page
            ) AS messages`,
        });
      }),
      TE.map(({ through, messages }) => ({
        through,
        value: messages.map((row) => ({ channelId: row.channel_id, messageId: row.message_id })),
      })),
    ),
  );
