import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { Instant, instantOf } from '#domain/kernel/instant.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindChannel, behindGuild } from '#queries/visibility.ts';

const Place = t.strict({ message_id: MessageId, sent_at: Instant });
/** Payload of a place. `known` is false for a message that this channel never had. */
const Payload = t.strict({ known: t.boolean, place: nullable(Place) });

/** Time before every message, for a viewer who wants to have read nothing. */
const BEFORE_ALL = instantOf(0);

/** Answers the place of a marker. A deleted message still has one, because a client may know it only as such. */
export const readPlace = (deps: QueryDeps): Queries['readPlace'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId, messageId, side }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'read-place',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: sql.fragment`(
            WITH named AS MATERIALIZED (
              SELECT message_id, sent_at, sent_position FROM read.message
              WHERE message_id = ${messageId} AND channel_id = ${channelId}
            )
            SELECT json_build_object(
              'known', EXISTS (SELECT FROM named),
              'place', CASE WHEN ${side === 'through'}::boolean
                THEN (SELECT json_build_object('message_id', message_id, 'sent_at', sent_at) FROM named)
                ELSE (
                  SELECT json_build_object('message_id', message_id, 'sent_at', sent_at) FROM read.message
                  WHERE channel_id = ${channelId} AND NOT deleted
                    AND sent_position < (SELECT sent_position FROM named)
                  ORDER BY sent_position DESC LIMIT 1
                )
              END
            )
          )`,
          codec: Payload,
        },
      ),
      TE.flatMapEither(({ through, value: { payload } }) => {
        if (!payload.known) return E.left(NOT_VISIBLE);
        const { place } = payload;
        const value = { channelId, messageId: place?.message_id ?? null, sentAt: place?.sent_at ?? BEFORE_ALL };
        return E.right({ through, value });
      }),
    ),
  );

const Newest = t.readonlyArray(
  t.strict({ channel_id: ChannelId, seen_with: ChannelId, message_id: MessageId, sent_at: Instant }),
);

/** Answers the places of markers that stand at the end of each channel of a guild, and of each thread that the viewer follows. */
export const readPlacesOfGuild = (deps: QueryDeps): Queries['readPlacesOfGuild'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, guildId }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'read-places-of-guild',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: undefined,
          payload: sql.fragment`(
            SELECT coalesce(json_agg(json_build_object(
              'channel_id', channel.channel_id, 'seen_with', channel.seen_with, 'message_id', newest.message_id, 'sent_at', newest.sent_at
            )), '[]')
            FROM (
              SELECT channel_id, channel_id AS seen_with FROM read.channel
              WHERE guild_id = ${guildId} AND deleted_at IS NULL
              UNION ALL
              SELECT thread.channel_id, thread.parent_id
              FROM personal.followed_thread AS choice JOIN read.thread USING (channel_id)
              WHERE choice.user_id = ${viewer.userId} AND choice.follows
                AND thread.guild_id = ${guildId} AND thread.deleted_at IS NULL
            ) AS channel CROSS JOIN LATERAL (
              SELECT message_id, sent_at FROM read.message
              WHERE channel_id = channel.channel_id AND NOT deleted
              ORDER BY sent_position DESC LIMIT 1
            ) AS newest
          )`,
          codec: Newest,
        },
      ),
      TE.map(({ through, value: { guild, gate, payload } }) => ({
        through,
        value: payload.flatMap(
          ({ channel_id: channelId, seen_with: seenWith, message_id: messageId, sent_at: sentAt }) =>
            guild.channel(seenWith) !== undefined && has(gate.inChannel(seenWith), 'read_message_history')
              ? [{ channelId, messageId, sentAt }]
              : [],
        ),
      })),
    ),
  );
