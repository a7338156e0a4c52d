import type { Position } from '#domain/kernel/event.ts';

export type CaughtUp = {
  /** @returns whether all the named read models had applied `position` within `timeoutMs` milliseconds. */
  readonly waitFor: (models: ReadonlyArray<string>, position: Position, timeoutMs: number) => Promise<boolean>;
};
