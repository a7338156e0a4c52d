import type { Position } from '#domain/kernel/event.ts';
import { serial } from '#infra/ground/serial.ts';
import { CHECKPOINT_LAZY_MS } from '#projections/limits.ts';
import type { Generation, Sink, Step } from '#projections/ports/sink.ts';

/** Writer of steps to one generation. */
export type Commits<Change> = {
  /** Last position whose events are applied. The written checkpoint may lie before it. */
  readonly position: () => Position;
  /** Resolves to false when another generation is active now. Rejects as the sink does. */
  readonly commit: (step: Omit<Step<Change>, 'from'>) => Promise<boolean>;
  /** Tries once to write a checkpoint that is still owed. */
  readonly close: () => Promise<void>;
};

/**
 * Writes steps to one generation, one after the other. Most events change nothing in most read models. A step without
 * changes only moves the position in memory, and its checkpoint is written with the next change or a moment later:
 * after a crash the same events change nothing again.
 */
export const commitsTo = <Change>(
  deps: {
    readonly sink: Pick<Sink<Change>, 'apply'>;
    readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  },
  generation: Generation,
  signal: AbortSignal,
  /** Called as soon as a write shows that another generation is active, for the next event may be far away. */
  onMoved: () => void,
): Commits<Change> => {
  let written = generation.position;
  let applied = written;
  let last = generation.last;
  /** Events of applied steps that no written checkpoint counts yet. */
  let uncounted = 0;
  let moved = false;
  let owed = false;
  const turns = serial();

  const write = async (step: Omit<Step<Change>, 'from'>): Promise<boolean> => {
    if (moved) return false;
    const count = uncounted + (step.last?.count ?? 0);
    const counted = step.last === undefined ? undefined : { ...step.last, count };
    uncounted = 0;
    try {
      moved = (await deps.sink.apply(generation, { ...step, from: written, last: counted })) === 'moved';
    } catch (error) {
      uncounted += count - (step.last?.count ?? 0);
      throw error;
    }
    if (moved) onMoved();
    else written = step.to;
    return !moved;
  };
  // The owed checkpoint is computed when its turn comes. A step written before it may have gone further, and a
  // checkpoint never goes back.
  const settle = (): Promise<void> =>
    turns
      .run(async () => {
        owed = false;
        if (written < applied)
          await write({ to: applied, last: last && { ...last, count: 0 }, changes: [], parked: [] });
      })
      .catch(() => {
        // The next event may be far away, and a runner that starts meanwhile knows the checkpoint alone.
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
      } else {
        uncounted += step.last?.count ?? 0;
        owe();
      }
      applied = step.to;
      last = step.last;
      return true;
    },
    close: settle,
  };
};
