/** Flushes outboxes once a turn of the event loop, so that the frames of one turn leave in one write. */
export type FlushedOutbox = { readonly flush: () => void };
export type Flusher = { readonly soon: (outbox: FlushedOutbox) => void };

/** Writes of one turn. The rest waits for the next turn, so that a big audience does not hold up other work. */
const WRITES_PER_TURN = 1_000;

export const flusher = (writesPerTurn: number = WRITES_PER_TURN): Flusher => {
  let waiting: Array<FlushedOutbox> = [];
  let scheduled = false;
  const turn = (): void => {
    const all = waiting;
    waiting = all.length > writesPerTurn ? all.slice(writesPerTurn) : [];
    scheduled = waiting.length > 0;
    if (scheduled) setImmediate(turn);
    for (let i = 0; i < all.length && i < writesPerTurn; i += 1) all[i]?.flush();
  };
  return {
    soon: (outbox) => {
      waiting.push(outbox);
      if (scheduled) return;
      scheduled = true;
      setImmediate(turn);
    },
  };
};
