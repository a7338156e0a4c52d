import { BEGINNING, type Position } from '#domain/kernel/event.ts';

/**
 * How far each read model has come, as this process knows it: told by the runners that commit here, or by
 * whoever watches the checkpoints of runners elsewhere. Waiting costs nothing until a commit wakes it.
 */
export type Progress = {
  readonly advance: (model: string, position: Position) => void;
  /** The least position among the named models; `BEGINNING` while one of them has not been heard of. */
  readonly position: (models: ReadonlyArray<string>) => Position;
  /** @returns false when `timeoutMs` ran out or `signal` aborted first. */
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
      // A read model never goes back for its readers, so neither does what is said of it.
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
