/** The index of messages, as a question asks it. It knows words, ids and positions; who may see what is decided here. */
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Carried } from '#domain/message/values.ts';

/**
 * A text that a message must say, or must not. It is raw: the index analyses it as it analysed the messages. A word
 * that falls into several there (`snake_case`, two characters of Chinese) means all of them side by side; a prefix is
 * one of the last.
 */
export type Clause = { readonly kind: 'word' | 'phrase' | 'prefix'; readonly text: string };

export type SearchOrder = 'relevance' | 'newest';

/**
 * The last hit of a page, as a cursor. A score is a matter of the question and the one message alone, whatever else is in the index:
 * so nothing that is hidden can move it, and the next page goes on exactly where this one ended.
 */
export type HitCursor = { readonly score: number; readonly sentPosition: Position };

export type IndexQuery = {
  /** The permission: only messages in these. Empty finds nothing. */
  readonly channels: ReadonlyArray<ChannelId>;
  /** Every one of them. Empty asks for all that the rest lets through. */
  readonly must: ReadonlyArray<Clause>;
  /** None of them. */
  readonly mustNot: ReadonlyArray<Clause>;
  /** By any of them; undefined by anybody. */
  readonly authors: ReadonlyArray<UserId> | undefined;
  /** Canonical usernames (`canonicalUsername` of domain/account), every one of them mentioned as `@name`. */
  readonly mentions: ReadonlyArray<string>;
  /** Every one of them carried. */
  readonly has: ReadonlyArray<Carried>;
  /** Milliseconds since 1970, from the first and before the second. */
  readonly sentFromMs: number | undefined;
  readonly sentToMs: number | undefined;
  /** `relevance`: highest score first, the newer before the older. `newest`: by sent position alone, score 0. */
  readonly order: SearchOrder;
  readonly limit: number;
  /** Only what comes after this hit in the same order of the same question. */
  readonly after: HitCursor | undefined;
  /** Words may differ by a letter or so: for when nothing matches as it was written. Phrases and prefixes stay. */
  readonly fuzzy: boolean;
};

export type IndexHit = HitCursor & { readonly messageId: MessageId; readonly channelId: ChannelId };
export type IndexPage = {
  readonly hits: ReadonlyArray<IndexHit>;
  /** Whether something comes after the last of them. */
  readonly more: boolean;
  /** Up to where the log was in the index as it answered. */
  readonly through: Position;
};

/** UTF-16 units, from the first and before the second. */
export type TextRange = { readonly start: number; readonly end: number };

/** `done`: the part of the log that is in the new index, 0 to 1. `why` is for the operator and for whoever asks. */
export type SearchFailure =
  | { readonly kind: 'SearchRebuilding'; readonly done: number }
  | { readonly kind: 'SearchUnavailable'; readonly why: string }
  | { readonly kind: 'SearchTooSlow' };

export type MessageSearch = {
  /** Why nothing can be asked just now, if so; known without asking. */
  readonly trouble: () => SearchFailure | undefined;
  /** Ends within `SEARCH_WITHIN_MS`, one way or the other. */
  readonly search: (query: IndexQuery) => TaskEither<SearchFailure, IndexPage>;
  /** Which parts of each text are why it was found; in order, apart from each other. */
  readonly highlight: (
    query: Pick<IndexQuery, 'must' | 'fuzzy'>,
    texts: ReadonlyArray<string>,
  ) => TaskEither<SearchFailure, ReadonlyArray<ReadonlyArray<TextRange>>>;
};
