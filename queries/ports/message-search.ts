/** Port of the search index. The index knows words, ids and positions, and the queries decide what a viewer may see. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { CarriedKind } from '#domain/message/values.ts';

/**
 * Clause: a text that a message must hold, or must not hold. The text is raw, and the index analyses it like the
 * messages. A word that the analysis splits (`snake_case`, two characters of Chinese) means all its parts side by side.
 * A prefix is a prefix of the last part.
 */
export type Clause = { readonly kind: 'word' | 'phrase' | 'prefix'; readonly text: string };

export type SearchOrder = 'relevance' | 'newest';

/**
 * Hit cursor: the last hit of a page. A score depends on the query and on the one message only. A hidden message
 * therefore cannot move it, and the next page goes on exactly after this one.
 */
export type HitCursor = { readonly score: number; readonly sentPosition: Position };

export type IndexQuery = {
  /** Channels that the viewer may read. Only their messages are searched, so an empty list finds nothing. */
  readonly channels: ReadonlyArray<ChannelId>;
  /** Clauses that must all match. An empty list demands nothing. */
  readonly must: ReadonlyArray<Clause>;
  /** Clauses that must not match. */
  readonly mustNot: ReadonlyArray<Clause>;
  /** Authors, any of which must have sent the message. Undefined allows every author. */
  readonly authors: ReadonlyArray<UserId> | undefined;
  /** Users whom the message must mention, all of them. */
  readonly mentions: ReadonlyArray<UserId>;
  /** Things that the message must carry, all of them. */
  readonly has: ReadonlyArray<CarriedKind>;
  /** Milliseconds since 1970. The message was sent at `sentFromMs` or later, and before `sentToMs`. */
  readonly sentFromMs: number | undefined;
  readonly sentToMs: number | undefined;
  /**
   * `relevance` puts the highest score first, and the newer of equal scores. `newest` sorts by sent position, with
   * score 0.
   */
  readonly order: SearchOrder;
  readonly limit: number;
  /** Last hit of the page before, in the same order of the same query. */
  readonly after: HitCursor | undefined;
  /** True lets words differ by a letter. Phrases and prefixes must still match exactly. */
  readonly fuzzy: boolean;
};

export type IndexHit = HitCursor & { readonly messageId: MessageId; readonly channelId: ChannelId };
export type IndexPage = {
  readonly hits: ReadonlyArray<IndexHit>;
  /** True when more hits come after the last one. */
  readonly more: boolean;
  /** Position of the log that the index had reached when it answered. */
  readonly through: Position;
};

/** Range of a text in UTF-16 units, from `start` up to before `end`. */
export type TextRange = { readonly start: number; readonly end: number };

/**
 * Failure of a search. `done` is the part of the log in the new index, 0 to 1. `why` goes to operator and viewer alike.
 */
export type SearchFailure =
  | { readonly kind: 'SearchRebuilding'; readonly done: number }
  | { readonly kind: 'SearchUnavailable'; readonly why: string }
  | { readonly kind: 'SearchTooSlow' }
  /** The clauses hold more words than the index takes. A short text can, because a sign may stand for several words. */
  | { readonly kind: 'SearchTooLong' };

/** Last term of a text: its length in characters, and whether it is a word that a prefix may end in. */
export type LastTerm = { readonly chars: number; readonly isWord: boolean };

export type MessageSearch = {
  /**
   * Reads a text as the index reads messages and clauses. Undefined when it holds nothing that can be found. It answers
   * at once and asks no index.
   */
  readonly lastTermOf: (text: string) => LastTerm | undefined;
  /** Answers the failure that every search would meet now, or undefined. It does not ask the index. */
  readonly trouble: () => SearchFailure | undefined;
  /** Searches the index. It succeeds or fails within `SEARCH_WITHIN_MS`. */
  readonly search: (query: IndexQuery) => TaskEither<SearchFailure, IndexPage>;
  /** Finds the ranges of each text that match the query. They come in order and do not touch. */
  readonly highlight: (
    query: Pick<IndexQuery, 'must' | 'fuzzy'>,
    texts: ReadonlyArray<string>,
  ) => TaskEither<SearchFailure, ReadonlyArray<ReadonlyArray<TextRange>>>;
};
