import type { Position } from '#domain/kernel/event.ts';

export type ReadModelProgress = {
  /** The least of the positions that the named read models have applied, as far as this process knows. */
  readonly position: (models: ReadonlyArray<string>) => Position;
  /** @returns whether all the named read models had applied `position` within `timeoutMs` milliseconds. */
  readonly waitFor: (models: ReadonlyArray<string>, position: Position, timeoutMs: number) => Promise<boolean>;
};
