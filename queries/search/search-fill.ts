/** Reads the messages of hits behind the gate. Messages that are deleted or hidden by now are left out. */
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { onOneLine } from '#domain/kernel/quoted-line.ts';
import { MessageViewRow, messageColumns, messagesWith, messageView } from '#queries/message/message-view.ts';
import type { IndexHit } from '#queries/ports/message-search.ts';
import type { AuthoredMessage, NotVisible, QueryFailure } from '#queries/queries.ts';
import type { FoundValue, QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { readableOf, SEARCHED_MODELS } from '#queries/search/search-scope.ts';
import { behindGuild } from '#queries/visibility.ts';

const FilledRow = t.intersection([MessageViewRow, t.type({ plain: nullable(t.string) })]);
const Filling = t.readonlyArray(FilledRow);

/** A found message with its content on one line, without signs of formatting. */
export type FilledHit = { readonly message: AuthoredMessage; readonly line: string };

const filledHit = (row: t.TypeOf<typeof FilledRow>): FilledHit => ({
  message: messageView(row),
  line: row.plain ?? onOneLine(row.content ?? ''),
});

/** Reads the messages in the order of the hits. */
export const fillHits =
  (deps: QueryDeps) =>
  ({ userId, guildId }: { readonly userId: UserId; readonly guildId: GuildId }) =>
  (hits: ReadonlyArray<IndexHit>): TE.TaskEither<NotVisible | QueryFailure, FoundValue<ReadonlyArray<FilledHit>>> => {
    const ids = sql.array(
      hits.map((hit) => hit.messageId),
      'text',
    );
    const page = sql.fragment`
      SELECT ${messageColumns}, plain, array_position(${ids}, message_id COLLATE "default") AS sorting FROM read.message
      WHERE message_id = ANY (${ids}) AND NOT deleted AND content IS NOT NULL`;
    return pipe(
      behindGuild(deps)(
        { userId, guildId },
        {
          name: 'search-fill',
          models: SEARCHED_MODELS,
          needs: undefined,
          payload: messagesWith(page, userId),
          codec: Filling,
        },
      ),
      TE.map(({ through, value: { guild, gate, payload } }) => {
        const readable = new Set(readableOf(gate, guild.channels).map((channel) => channel.channelId));
        return { through, value: payload.filter((row) => readable.has(row.channel_id)).map(filledHit) };
      }),
    );
  };
