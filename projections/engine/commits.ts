import type { Position } from '#domain/kernel/event.ts';
import { CHECKPOINT_LAZY_MS } from '#domain/kernel/limits.ts';
import type { Generation, Sink, Step } from '#projections/ports/sink.ts';

export type Commits<Change> = {
  /** Up to here everything is applied, though the checkpoint may lie before it. */
  readonly position: () => Position;
  /** False when the generation is no longer the one to write to. Rejects as the sink does. */
  readonly commit: (step: Omit<Step<Change>, 'from'>) => Promise<boolean>;
  /** Writes the checkpoint that is still owed, if it can be written. */
  readonly close: () => Promise<void>;
};

/**
 * Commits to one generation, one after the other. Most events mean nothing to most read models: a step that
 * changes nothing is applied by knowing it, and its checkpoint is written with the next that does, or a moment
 * later. After a crash the same events change nothing again.
 */
export const commitsTo = <Change>(
  deps: {
    readonly sink: Pick<Sink<Change>, 'apply'>;
    readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  },
  generation: Generation,
  signal: AbortSignal,
): Commits<Change> => {
  let written = generation.position;
  let applied = written;
  let moved = false;
  let owed = false;
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <A>(work: () => Promise<A>): Promise<A> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const write = (step: Omit<Step<Change>, 'from'>): Promise<boolean> =>
    inTurn(async () => {
      if (!moved) moved = (await deps.sink.apply(generation, { ...step, from: written })) === 'moved';
      if (!moved) written = step.to;
      return !moved;
    });
  const settle = async (): Promise<void> => {
    owed = false;
    // What cannot be written now is owed again with the next step.
    if (written < applied) await write({ to: applied, changes: [], parked: [] }).catch(() => undefined);
  };

  return {
    position: () => applied,
    commit: async (step) => {
      if (step.changes.length > 0 || step.parked.length > 0) {
        if (!(await write(step))) return false;
      } else if (moved) {
        return false;
      } else if (!owed) {
        owed = true;
        void deps.pause(CHECKPOINT_LAZY_MS, signal).then(settle);
      }
      applied = step.to;
      return true;
    },
    close: settle,
  };
};
