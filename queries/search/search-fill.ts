/** Reads the messages of hits behind the gate. Messages that are deleted or hidden by now are left out. */
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { onOneLine } from '#domain/kernel/quoted-line.ts';
import {
  messageColumns,
  messagesWith,
  messageView,
  PlacedMessageRow,
  seenWith,
  threadsAround,
} from '#queries/message/message-view.ts';
import type { IndexHit } from '#queries/ports/message-search.ts';
import type { AuthoredMessage, NotVisible, QueryFailure } from '#queries/queries.ts';
import type { FoundValue, QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { readableOf, SEARCHED_MODELS } from '#queries/search/search-scope.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';
import { behindGuild } from '#queries/visibility.ts';

const FilledRow = t.intersection([PlacedMessageRow, t.type({ plain: nullable(t.string) })]);
const Filling = t.readonlyArray(FilledRow);

/** A found message with its content on one line, without signs of formatting. */
export type FilledHit = { readonly message: AuthoredMessage; readonly line: string };

const filledHit = (row: t.TypeOf<typeof FilledRow>): FilledHit => ({
  message: messageView(row),
  line: row.plain ?? onOneLine(row.content ?? ''),
});

/** Found messages, and the threads in which they stand. */
export type FilledHits = {
  readonly filled: ReadonlyArray<FilledHit>;
  readonly threads: ReadonlyArray<ThreadView>;
};

/** Reads the messages in the order of the hits. A message in a thread is seen by the viewers of its channel. */
export const fillHits =
  (deps: QueryDeps) =>
  ({ userId, guildId }: { readonly userId: UserId; readonly guildId: GuildId }) =>
  (hits: ReadonlyArray<IndexHit>): TE.TaskEither<NotVisible | QueryFailure, FoundValue<FilledHits>> => {
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
          payload: messagesWith(page, userId, { placed: true }),
          codec: Filling,
        },
      ),
      TE.map(({ through, value: { guild, gate, payload } }) => {
        const readable = new Set(readableOf(gate, guild.channels).map((channel) => channel.channelId));
        const rows = payload.filter((row) => readable.has(seenWith(row)));
        return { through, value: { filled: rows.map(filledHit), threads: threadsAround(rows) } };
      }),
    );
  };
