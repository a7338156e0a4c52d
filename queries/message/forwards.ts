import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { FORWARDS_TOLD_MAX } from '#queries/limits.ts';
import type { WordsPlace } from '#queries/message/forward-queries.ts';
import { ForwardRow, forwardOf, forwardView } from '#queries/message/forward-view.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { Queries } from '#queries/queries.ts';
import { oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';

const Now = t.strict({ through: t.bigint, forward: nullable(ForwardRow) });

/** Answers what a forward shows now. */
export const forwardNow =
  (deps: Pick<QueryDeps, 'models'>): Queries['forwardNow'] =>
  (forwarded) => {
    const { messageId, channelId, saidAt } = forwarded;
    return pipe(
      oneRow(deps.models, {
        name: 'forward-now',
        row: Now,
        sql: sql.fragment`
          SELECT ${throughOf([MESSAGE_TIMELINE])} AS through,
            ${forwardOf(sql.fragment`${messageId}`, sql.fragment`${channelId}`, sql.fragment`${saidAt}`)} AS forward`,
      }),
      TE.map(({ forward }) => forwardView(forwarded, forward)),
    );
  };

const Forwards = t.strict({
  through: t.bigint,
  forwards: t.readonlyArray(
    t.strict({
      message_id: MessageId,
      channel_id: ChannelId,
      guild_id: nullable(GuildId),
      forwarded_id: MessageId,
      forwarded_channel: ChannelId,
      forward: nullable(ForwardRow),
    }),
  ),
});

/** Condition of a forward of a message in the place. The messages of an erased channel are gone, so its id decides. */
const isFrom = (place: WordsPlace): Sql => {
  switch (place.kind) {
    case 'message':
      return sql.fragment`forwarded_id = ${place.messageId}`;
    case 'channel':
      return sql.fragment`forwarded_channel = ${place.channelId}`;
    case 'guild':
      return sql.fragment`EXISTS (
        SELECT FROM read.message AS shown
        WHERE shown.message_id = message.forwarded_id AND shown.guild_id = ${place.guildId}
      )`;
  }
};

/** Answers the forwards that show something else since words in a place came or went. */
export const forwardsFrom =
  (deps: Pick<QueryDeps, 'models'>): Queries['forwardsFrom'] =>
  (place) =>
    pipe(
      oneRow(deps.models, {
        name: `forwards-from-${place.kind}`,
        row: Forwards,
        sql: sql.fragment`
          SELECT ${throughOf([MESSAGE_TIMELINE])} AS through, (SELECT coalesce(json_agg(one), '[]') FROM (
            SELECT message_id, channel_id, guild_id, forwarded_id, forwarded_channel, ${forwardOf(
              sql.fragment`message.forwarded_id`,
              sql.fragment`message.forwarded_channel`,
              sql.fragment`message.forwarded_said_at`,
            )} AS forward
            FROM read.message WHERE forwarded_id IS NOT NULL AND NOT deleted AND ${isFrom(place)}
            ORDER BY sent_position DESC LIMIT ${FORWARDS_TOLD_MAX}
          ) AS one) AS forwards`,
      }),
      TE.map(({ forwards }) =>
        forwards.map((row) => ({
          at: { messageId: row.message_id, channelId: row.channel_id, guildId: row.guild_id },
          forward: forwardView({ messageId: row.forwarded_id, channelId: row.forwarded_channel }, row.forward),
        })),
      ),
    );
