import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { MessageViewRow, messageColumns, messagesWith, messageView } from '#queries/message/message-view.ts';
import type { ChangesCursor, Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindChannel } from '#queries/visibility.ts';

/** Row of a message with a position. The position passes through JSON as text, because a number could not hold it. */
const ChangedRow = t.intersection([MessageViewRow, t.type({ at: t.string, deleted: t.boolean })]);
const Changes = t.strict({ sent: t.readonlyArray(ChangedRow), changed: t.readonlyArray(ChangedRow) });

/**
 * Answers the changes of a channel after `since`: first the messages sent, then older messages that changed, each in
 * the order of the log.
 *
 * Deleted messages come even when they were sent after `since`, because the client may have received them live. A
 * message that changes again while pages are read moves to the end. It then comes once more, and its revision tells
 * which is newer.
 */
export const channelChanges = (deps: QueryDeps): Queries['channelChanges'] =>
  makeQuery(deps, [GUILD_DIRECTORY, MESSAGE_TIMELINE], ({ viewer, channelId, since, cursor, limit }) => {
    const sentAfter = cursor === undefined ? since : cursor.after;
    const changedAfter = cursor?.phase === 'changed' ? cursor.after : since;
    const sent = sql.fragment`
      SELECT ${messageColumns}, deleted, sent_position::text AS at, sent_position AS sorting FROM read.message
      WHERE channel_id = ${channelId} AND NOT deleted AND sent_position > ${sentAfter}
        AND ${cursor?.phase !== 'changed'}
      ORDER BY sent_position LIMIT ${limit + 1}`;
    const changed = sql.fragment`
      SELECT ${messageColumns}, deleted, changed_position::text AS at, changed_position AS sorting FROM read.message
      WHERE channel_id = ${channelId} AND changed_position > ${changedAfter} AND changed_position > sent_position
        AND (sent_position <= ${since} OR deleted)
        AND (SELECT count(*) FROM sent) <= ${limit}
      ORDER BY changed_position LIMIT ${limit + 1}`;
    return pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'channel-changes',
          models: [GUILD_DIRECTORY, MESSAGE_TIMELINE],
          needs: 'read_message_history',
          payload: sql.fragment`(
            WITH sent AS MATERIALIZED (${sent})
            SELECT json_build_object(
              'sent', ${messagesWith(sql.fragment`SELECT * FROM sent`, viewer.userId)},
              'changed', ${messagesWith(changed, viewer.userId)}
            )
          )`,
          codec: Changes,
        },
      ),
      TE.map(({ through, value: { payload } }) => {
        const sentPage = payload.sent.slice(0, limit);
        // A full page of sent messages leaves the changed ones for the next question. They were not selected.
        const changedPage = payload.changed.slice(0, limit);
        const after = (page: typeof sentPage, otherwise: bigint) => BigInt(page.at(-1)?.at ?? otherwise);
        const next = (): ChangesCursor | undefined => {
          if (payload.sent.length > limit) return { phase: 'sent', after: after(sentPage, sentAfter) };
          if (payload.changed.length > limit) return { phase: 'changed', after: after(changedPage, changedAfter) };
          return undefined;
        };
        return {
          through,
          value: {
            sent: sentPage.map(messageView),
            changed: changedPage.filter((row) => !row.deleted).map(messageView),
            deleted: changedPage
              .filter((row) => row.deleted)
              .map((row) => ({ messageId: row.message_id, revision: row.revision })),
            next: next(),
          },
        };
      }),
    );
  });
