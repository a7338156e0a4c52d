import type { Position } from '#domain/kernel/event.ts';
import { serial } from '#infra/ground/serial.ts';
import { CHECKPOINT_LAZY_MS } from '#projections/limits.ts';
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
  /** Told as soon as it is known that the generation is no longer the one to write to: no event may come for long. */
  onMoved: () => void,
): Commits<Change> => {
  let written = generation.position;
  let applied = written;
  let moved = false;
  let owed = false;
  const turns = serial();

  const write = async (step: Omit<Step<Change>, 'from'>): Promise<boolean> => {
    if (moved) return false;
    moved = (await deps.sink.apply(generation, { ...step, from: written })) === 'moved';
    if (moved) onMoved();
    else written = step.to;
    return !moved;
  };
  // What is owed is looked at only when its turn comes: a step that was being written may have gone beyond it, and a
  // checkpoint never goes back.
  const settle = (): Promise<void> =>
    turns
      .run(async () => {
        owed = false;
        if (written < applied) await write({ to: applied, changes: [], parked: [] });
      })
      .catch(() => {
        // No event may come for long, and whoever starts meanwhile knows the checkpoint alone.
        if (!signal.aborted) owe();
      });
  const owe = (): void => {
    if (owed) return;
    owed = true;
    void deps.pause(CHECKPOINT_LAZY_MS, signal).then(settle);
  };

  return {
    position: () => applied,
    commit: async (step) => {
      if (step.changes.length > 0 || step.parked.length > 0) {
        if (!(await turns.run(() => write(step)))) return false;
      } else if (moved) {
        return false;
      } else owe();
      applied = step.to;
      return true;
    },
    close: settle,
  };
};
