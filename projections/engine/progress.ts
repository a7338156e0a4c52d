import { BEGINNING, type Position } from '#domain/kernel/event.ts';

/**
 * Positions of the read models, as this process knows them. Its own runners report them, or a watcher of checkpoints
 * that runners of other processes write. A wait costs nothing until a commit wakes it.
 */
export type Progress = {
  readonly advance: (model: string, position: Position) => void;
  /** Least position among the named models. `BEGINNING` while one of them is unknown. */
  readonly position: (models: ReadonlyArray<string>) => Position;
  /** Waits until all the named models stand at `position` or later. Resolves to false on time-out or abort. */
  readonly waitFor: (
    models: ReadonlyArray<string>,
    position: Position,
    timeoutMs?: number,
    signal?: AbortSignal,
  ) => Promise<boolean>;
};

type Waiter = { readonly ready: () => boolean; readonly settle: (reached: boolean) => void };

export const makeProgress = (): Progress => {
  const positions = new Map<string, Position>();
  const waiters = new Set<Waiter>();

  const position = (models: ReadonlyArray<string>): Position => {
    let least: Position | undefined;
    for (const model of models) {
      const at = positions.get(model) ?? BEGINNING;
      if (least === undefined || at < least) least = at;
    }
    return least ?? BEGINNING;
  };

  return {
    position,
    advance: (model, to) => {
      // Readers never see a read model go back, so its reported position does not go back either.
      if (to <= (positions.get(model) ?? BEGINNING)) return;
      positions.set(model, to);
      for (const waiter of waiters) if (waiter.ready()) waiter.settle(true);
    },
    waitFor: (models, wanted, timeoutMs, signal) => {
      const ready = () => position(models) >= wanted;
      if (ready()) return Promise.resolve(true);
      if (signal?.aborted === true) return Promise.resolve(false);
      return new Promise((resolve) => {
        const onAbort = () => waiter.settle(false);
        const timer = timeoutMs === undefined ? undefined : setTimeout(() => waiter.settle(false), timeoutMs);
        const waiter: Waiter = {
          ready,
          settle: (reached) => {
            waiters.delete(waiter);
            clearTimeout(timer);
            signal?.removeEventListener('abort', onAbort);
            resolve(reached);
          },
        };
        waiters.add(waiter);
        signal?.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
};
