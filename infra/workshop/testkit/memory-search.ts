/** A search index in memory that understands plain words only. It serves tests of the code that asks an index. */
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Clause, IndexQuery, MessageSearch, SearchFailure, TextRange } from '#queries/ports/message-search.ts';

export type Indexed = {
  readonly messageId: MessageId;
  readonly channelId: ChannelId;
  readonly authorId: UserId;
  readonly position: number;
  readonly text: string;
};

export type MemorySearch = MessageSearch & {
  readonly put: (message: Indexed) => void;
  /** Every question that was asked, in order. */
  readonly asked: ReadonlyArray<IndexQuery>;
  readonly fail: (why: SearchFailure | undefined) => void;
};

type Piece = TextRange & { readonly text: string };
const piecesOf = (text: string): ReadonlyArray<Piece> =>
  [...text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)].map((found) => ({
    text: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));

const oneLetterApart = (a: string, b: string): boolean =>
  a.length === b.length && [...a].filter((letter, at) => letter !== b[at]).length <= 1;

const placesOf = (clause: Clause, fuzzy: boolean, pieces: ReadonlyArray<Piece>): ReadonlyArray<TextRange> => {
  const wanted = piecesOf(clause.text).map((piece) => piece.text);
  const fits = (piece: Piece | undefined, at: number): boolean => {
    const want = wanted[at];
    if (piece === undefined || want === undefined) return false;
    if (clause.kind === 'prefix' && at === wanted.length - 1) return piece.text.startsWith(want);
    return piece.text === want || (fuzzy && clause.kind === 'word' && oneLetterApart(piece.text, want));
  };
  return pieces.flatMap((piece, at) =>
    wanted.every((_, step) => fits(pieces[at + step], step))
      ? [{ start: piece.start, end: pieces[at + wanted.length - 1]?.end ?? piece.end }]
      : [],
  );
};

const matches = (query: IndexQuery, message: Indexed): boolean => {
  const pieces = piecesOf(message.text);
  const says = (clause: Clause) => placesOf(clause, query.fuzzy, pieces).length > 0;
  return (
    query.channels.includes(message.channelId) &&
    (query.authors === undefined || query.authors.includes(message.authorId)) &&
    query.must.every(says) &&
    !query.mustNot.some(says)
  );
};

/** Scores a message. A shorter text scores higher. */
const scoreOf = (query: IndexQuery, message: Indexed): number =>
  query.order === 'newest' ? 0 : 1 / (1 + piecesOf(message.text).length);

export const memorySearch = (through = 1_000n): MemorySearch => {
  const messages: Indexed[] = [];
  const asked: IndexQuery[] = [];
  let failing: SearchFailure | undefined;
  return {
    put: (message) => void messages.push(message),
    asked,
    fail: (why) => {
      failing = why;
    },
    lastTermOf: (text) => {
      const last = piecesOf(text).at(-1);
      return last === undefined ? undefined : { chars: last.text.length, isWord: true };
    },
    trouble: () => failing,
    search: (query) => {
      asked.push(query);
      if (failing !== undefined) return TE.left(failing);
      const after = query.after;
      const found = messages
        .filter((message) => matches(query, message))
        .map((message) => ({
          messageId: message.messageId,
          channelId: message.channelId,
          score: scoreOf(query, message),
          sentPosition: BigInt(message.position),
        }))
        .toSorted((a, b) => b.score - a.score || Number(b.sentPosition - a.sentPosition))
        .filter(
          ({ score, sentPosition }) =>
            after === undefined || score < after.score || (score === after.score && sentPosition < after.sentPosition),
        );
      return TE.right({ hits: found.slice(0, query.limit), more: found.length > query.limit, through });
    },
    highlight: ({ must, fuzzy }, texts) =>
      TE.right(
        texts.map((text) => {
          const pieces = piecesOf(text);
          return must.flatMap((clause) => placesOf(clause, fuzzy, pieces)).toSorted((a, b) => a.start - b.start);
        }),
      ),
  };
};
