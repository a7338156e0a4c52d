/** The index of one generation, with the operations that the keeper and the builder need. */
import type { Position } from '#domain/kernel/event.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { StateHash } from '#projections/ports/sink.ts';
import type { IndexPage, IndexQuery, TextRange } from '#queries/ports/message-search.ts';

/**
 * `durable` commits to disk. `soon` is durable after the next flush only: a crash may lose the changes together with
 * the position.
 */
export type CommitDurability = 'durable' | 'soon';

export type GenerationIndex = {
  /** Position up to which the log has been applied. */
  readonly position: () => Position;
  readonly documents: () => bigint;
  /** Applies the changes and the position, or neither. Callers wait for one call before the next. */
  readonly apply: (
    changes: ReadonlyArray<IndexOp>,
    range: { readonly from: Position; readonly to: Position },
    durability: CommitDurability,
  ) => Promise<void>;
  readonly flush: () => Promise<void>;
  /** Hashes everything in the index as it stands at the call. */
  readonly contents: () => Promise<StateHash>;
  /** Rewrites the parts that hold removed texts, until no file has a trace of them. */
  readonly purge: () => Promise<void>;
  readonly search: (query: IndexQuery) => Promise<IndexPage>;
  readonly highlight: (
    query: Pick<IndexQuery, 'must' | 'fuzzy'>,
    texts: ReadonlyArray<string>,
  ) => Promise<ReadonlyArray<ReadonlyArray<TextRange>>>;
  readonly close: () => Promise<void>;
};

/**
 * Opens the index in a directory. `new` creates an empty index in an empty directory, and `old` fails with
 * `IndexDamaged` when the directory holds no index.
 */
export type IndexOpener = (directory: string, asked: 'new' | 'old') => Promise<GenerationIndex>;

/** The directory holds no index, a broken one, or one of another format. It must be built again. */
export class IndexDamaged extends Error {
  override readonly name = 'IndexDamaged';
}

/** The log does not hold the last event in the index. The index must be built again from the log as it is now. */
export class IndexOfAnotherLog extends IndexDamaged {}

/** The search has more terms than the index takes. */
export class SearchTooLong extends Error {
  override readonly name = 'SearchTooLong';
}

/** The search needs more time than one search may take. */
export class SearchTooSlow extends Error {
  override readonly name = 'SearchTooSlow';
}
