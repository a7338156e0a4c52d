import type { RecordedBatch } from '#projections/ports/event-feed.ts';

/** An item that the reader hands to the consumer. */
type Turn = { readonly batch: RecordedBatch } | { readonly done: true } | { readonly failed: unknown };

/**
 * Joins batches that arrive while the consumer is busy into one of about `max` events. The load makes the batches, so
 * no timer is needed. Reading ahead stops at twice `max`: a slow consumer holds the source back.
 */
export async function* gather(source: AsyncIterable<RecordedBatch>, max: number): AsyncGenerator<RecordedBatch> {
  const arrived: Turn[] = [];
  let waiting = 0;
  let stopped = false;
  let wakeConsumer: () => void = () => undefined;
  let wakeReader: () => void = () => undefined;
  const push = (turn: Turn) => {
    arrived.push(turn);
    wakeConsumer();
  };

  const iterator = source[Symbol.asyncIterator]();
  const read = async () => {
    try {
      while (!stopped) {
        const next = await iterator.next();
        if (next.done === true) break;
        waiting += next.value.events.length;
        push({ batch: next.value });
        if (waiting >= 2 * max && !stopped) {
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
        }
      }
      push({ done: true });
    } catch (error) {
      push({ failed: error });
    }
  };
  void read();

  try {
    for (;;) {
      if (arrived.length === 0) {
        await new Promise<void>((resolve) => {
          wakeConsumer = resolve;
        });
      }
      let joined: RecordedBatch | undefined;
      while (joined === undefined || joined.events.length < max) {
        const turn = arrived[0];
        if (turn === undefined || !('batch' in turn)) break;
        arrived.shift();
        joined =
          joined === undefined
            ? turn.batch
            : { events: [...joined.events, ...turn.batch.events], through: turn.batch.through };
      }
      if (joined !== undefined) {
        waiting -= joined.events.length;
        wakeReader();
        yield joined;
        continue;
      }
      const turn = arrived.shift();
      if (turn !== undefined && 'failed' in turn) throw turn.failed;
      return;
    }
  } finally {
    stopped = true;
    wakeReader();
    // The reader may hang in `next` until the follower's signal aborts, and no code waits for it.
    iterator.return?.().catch(() => undefined);
  }
}
