import type { StreamName } from '#domain/kernel/stream.ts';

/** Runs `work` when all earlier work on the same stream is done, whatever became of it. */
export type InTurn = <A>(stream: StreamName, work: () => Promise<A>) => Promise<A>;

/**
 * Those who write to one stream in one process take turns: racing each other they would only lose attempts, and fifty
 * people who react to one message at once would use them up. Writers in other processes are met by conflicts.
 */
export const takingTurns = (): InTurn => {
  const last = new Map<StreamName, Promise<unknown>>();
  return async (stream, work) => {
    const before = last.get(stream);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(stream, mine);
    try {
      return await mine;
    } finally {
      if (last.get(stream) === mine) last.delete(stream);
    }
  };
};
