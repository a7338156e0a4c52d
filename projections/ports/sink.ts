/** The sink keeps read models. Every write changes their content and their checkpoint together, or neither. */
import type { Position } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';

/**
 * The last event that is applied, as a checkpoint names it. A position alone proves nothing: another event may stand
 * there after the log was restored from an older backup.
 */
export type LastEvent = {
  /** Undefined when the place of the checkpoint is not the place of a known event. */
  readonly eventId: EventId | undefined;
  /** Time at which the event was decided. */
  readonly at: Instant | undefined;
  /** Number of events: of a step, or up to the checkpoint. Undefined for a read model from before the count. */
  readonly count: number | undefined;
};

/** One copy of a read model. */
export type Generation = {
  readonly model: string;
  readonly version: number;
  readonly generation: number;
  /** Name of the schema or the directory that holds this generation alone. */
  readonly name: string;
  readonly status: 'building' | 'active' | 'retired';
  readonly position: Position;
  /** Undefined at the beginning, and for a generation from before checkpoints named events. */
  readonly last?: LastEvent | undefined;
};

/** An event that a read model could not apply, or a later one of the same stream. */
export type ParkedEvent = {
  readonly stream: StreamName;
  readonly position: Position;
  readonly type: string;
  readonly reason: string;
};

/** All changes of the events after `from` and up to `to`. A sink applies them in one transaction. */
export type Step<Change> = {
  readonly from: Position;
  readonly to: Position;
  /** The event at `to`, with the number of events of this step. */
  readonly last?: LastEvent | undefined;
  readonly changes: ReadonlyArray<Change>;
  readonly parked: ReadonlyArray<ParkedEvent>;
};

/** Number of rows in one table, or of entries in one index. */
export type TableCount = { readonly table: string; readonly rows: bigint };
/** Sizes of a read model before and after a swap. */
export type SwapReport = {
  readonly position: Position;
  /** Rows before and after, at the same position. `before` is empty when no generation of this version was active. */
  readonly before: ReadonlyArray<TableCount>;
  readonly after: ReadonlyArray<TableCount>;
};

/** Hash of all rows of one table, in the order of its key. */
export type StateHash = { readonly table: string; readonly rows: bigint; readonly sha256: string };
/** Hashes of the active generation and of a rebuilt one, at one position. */
export type Comparison = {
  readonly position: Position;
  readonly live: ReadonlyArray<StateHash>;
  readonly rebuilt: ReadonlyArray<StateHash>;
};

/** Steps from one position up to exactly another one. */
export type LastSteps<Change> = (from: Position, to: Position) => AsyncIterable<Step<Change>>;

/** A generation that is being built. Readers do not see it. */
export type Beside<Change> = {
  readonly generation: Generation;
  readonly apply: (step: Step<Change>) => Promise<void>;
  /** Makes indexes and statistics, once nearly all rows are there. */
  readonly finish: () => Promise<void>;
  /** Applies the last steps, points the readers to this generation and retires the old one, in one transaction. */
  readonly swap: (lastSteps: LastSteps<Change>) => Promise<SwapReport>;
  /** Brings this generation to the exact position of the active one and compares the two. */
  readonly compare: (lastSteps: LastSteps<Change>) => Promise<Comparison>;
};

/** Keeps read models of one kind, all their generations, and their checkpoints. */
export type Sink<Change, Model extends ReadModel<Change> = ReadModel<Change>> = {
  /** Lists every generation of every read model kept here. */
  readonly generations: () => Promise<ReadonlyArray<Generation>>;
  readonly active: (model: Pick<Model, 'name' | 'version'>) => Promise<Generation | undefined>;
  readonly parked: (generation: Pick<Generation, 'name'>) => Promise<ReadonlyArray<ParkedEvent>>;
  /**
   * Applies a step if the generation is still active and stands at `step.from`. Answers 'moved' otherwise.
   * Rejects with `ChangeRefused` when the same changes would be refused again, and with another Error when
   * trying again may help.
   */
  readonly apply: (generation: Generation, step: Step<Change>) => Promise<'applied' | 'moved'>;
  /**
   * Makes an empty generation for the time of `use`. Rejects with `AlreadyBuilding` while any other process builds the
   * same read model. Removes leftovers of a killed builder first, and this generation at the end unless it was
   * swapped in.
   */
  readonly beside: <A>(model: Model, use: (beside: Beside<Change>) => Promise<A>) => Promise<A>;
};

/** The values of the changes are at fault: too long, out of range, or against a constraint. No retry helps. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
}
/** Another process builds the same read model. */
export class AlreadyBuilding extends Error {
  override readonly name = 'AlreadyBuilding';
}

/** This process cannot open the place where these read models are kept. The message says why. */
export class SinkUnavailable extends Error {
  override readonly name = 'SinkUnavailable';
}

/** The active generation cannot be compared with the log: there is none, or it stands beyond the end of the log. */
export class NotComparable extends Error {
  override readonly name = 'NotComparable';
}
