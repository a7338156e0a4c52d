/** Where read models are kept: every write moves what they hold and the checkpoint together, or neither. */
import type { Position } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';

/** One copy of a read model. */
export type Generation = {
  readonly model: string;
  readonly version: number;
  readonly generation: number;
  /** Of the schema or the directory that holds it and nothing else. */
  readonly name: string;
  readonly status: 'building' | 'active' | 'retired';
  readonly position: Position;
};

/** An event that a read model could not take, or a later one of the same stream. */
export type ParkedEvent = {
  readonly stream: StreamName;
  readonly position: Position;
  readonly type: string;
  readonly reason: string;
};

/** Everything that is known after `from` and up to `to`, as one transaction. */
export type Step<Change> = {
  readonly from: Position;
  readonly to: Position;
  readonly changes: ReadonlyArray<Change>;
  readonly parked: ReadonlyArray<ParkedEvent>;
};

export type TableCount = { readonly table: string; readonly rows: bigint };
export type SwapReport = {
  readonly position: Position;
  /** Rows the readers saw before and see now, at the same position; `before` is empty when no such version served yet. */
  readonly before: ReadonlyArray<TableCount>;
  readonly after: ReadonlyArray<TableCount>;
};

export type StateHash = { readonly table: string; readonly rows: bigint; readonly sha256: string };
export type Comparison = {
  readonly position: Position;
  readonly live: ReadonlyArray<StateHash>;
  readonly rebuilt: ReadonlyArray<StateHash>;
};

/** Gives the steps from a position up to exactly another one. */
export type Tail<Change> = (from: Position, to: Position) => AsyncIterable<Step<Change>>;

/** A generation under construction, which only its builder knows. */
export type Beside<Change> = {
  readonly generation: Generation;
  readonly apply: (step: Step<Change>) => Promise<void>;
  /** What is better done once, when nearly everything is in: indexes, statistics. */
  readonly finish: () => Promise<void>;
  /** Applies the tail, repoints the readers and retires the old generation in one transaction. */
  readonly swap: (tail: Tail<Change>) => Promise<SwapReport>;
  /** Brings this generation to the live one's exact position and compares the two there. */
  readonly compare: (tail: Tail<Change>) => Promise<Comparison>;
};

export type Sink<Change, Model extends ReadModel<Change> = ReadModel<Change>> = {
  /** Every generation of every read model kept here, for listings. */
  readonly generations: () => Promise<ReadonlyArray<Generation>>;
  readonly active: (model: Pick<Model, 'name' | 'version'>) => Promise<Generation | undefined>;
  readonly parked: (generation: Pick<Generation, 'name'>) => Promise<ReadonlyArray<ParkedEvent>>;
  /**
   * Applies a step to the active generation if it still is active and stands at `step.from`; 'moved' otherwise.
   * Rejects with `ChangeRefused` when the same changes would be refused again, with another Error when
   * trying again may help.
   */
  readonly apply: (generation: Generation, step: Step<Change>) => Promise<'applied' | 'moved'>;
  /**
   * Makes an empty generation for the time of `use`, alone in the whole cluster for that model: rejects with
   * `AlreadyBuilding` otherwise. What an earlier, killed builder left is removed first; what is neither
   * swapped in nor kept is removed after.
   */
  readonly beside: <A>(model: Model, use: (beside: Beside<Change>) => Promise<A>) => Promise<A>;
};

/** The changes themselves are at fault (too long, out of range, against a constraint): no retry helps. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
}
export class AlreadyBuilding extends Error {
  override readonly name = 'AlreadyBuilding';
}

/** The place where these read models are kept is not to be had by this process, for a reason to be told. */
export class SinkUnavailable extends Error {
  override readonly name = 'SinkUnavailable';
}
