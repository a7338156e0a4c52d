/** What the index of one generation can do, as those who keep generations need it. */
import type { Position } from '#domain/kernel/event.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { StateHash } from '#projections/ports/sink.ts';
import type { IndexPage, IndexQuery, TextRange } from '#queries/ports/message-search.ts';

/** `soon`: a crash may take it back, and the position with it; it is durable after the next flush. */
export type Durability = 'durable' | 'soon';

export type GenerationIndex = {
  /** Up to where the log has been applied. */
  readonly position: () => Position;
  readonly documents: () => bigint;
  /** The changes and the position, or neither. One call after the other. */
  readonly apply: (
    changes: ReadonlyArray<IndexOp>,
    range: { readonly from: Position; readonly to: Position },
    durability: Durability,
  ) => Promise<void>;
  readonly flush: () => Promise<void>;
  /** Everything there is, hashed as it stands when this is called. */
  readonly contents: () => Promise<StateHash>;
  /** Writes anew what holds removed texts, until no file has a trace of any. */
  readonly purge: () => Promise<void>;
  readonly search: (query: IndexQuery) => Promise<IndexPage>;
  readonly highlight: (
    query: Pick<IndexQuery, 'must' | 'fuzzy'>,
    texts: ReadonlyArray<string>,
  ) => Promise<ReadonlyArray<ReadonlyArray<TextRange>>>;
  readonly close: () => Promise<void>;
};

/** Makes an empty index in an empty directory when a new one is asked for; finds it damaged when an old one is. */
export type OpenIndex = (directory: string, asked: 'new' | 'old') => Promise<GenerationIndex>;

/** What is on the disk is no index, or not a whole one, or one of another make: it has to be built anew. */
export class IndexDamaged extends Error {
  override readonly name = 'IndexDamaged';
}

/** The question takes longer than a question may. */
export class SearchTooSlow extends Error {
  override readonly name = 'SearchTooSlow';
}
