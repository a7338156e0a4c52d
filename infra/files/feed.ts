import type { Writable } from 'node:stream';

/** How the feeding ended: the whole source went in, the source is too long, or the sink is gone. */
export type FeedEnd = 'fed' | 'too-long' | 'gone';

export type FeedOptions = {
  readonly bytesMax?: number;
  /** Cuts and frames one chunk of the source. Without it the chunk goes in as it is. */
  readonly framed?: (chunk: Uint8Array) => Iterable<Uint8Array>;
};

/** Lets a source go that was not read to its end. It may hold a file or a connection. */
export const letGo = (iterator: AsyncIterator<unknown>): void => {
  // A source that fails while it is let go has nothing more to tell.
  void iterator.return?.().catch(() => undefined);
};

/** Writes and waits for the sink to drain. False when the sink is gone. */
const written = async (sink: Writable, bytes: Uint8Array, gone: Promise<unknown>): Promise<boolean> => {
  if (sink.write(bytes)) return true;
  const drained = new Promise<true>((resolve) => sink.once('drain', () => resolve(true)));
  return Promise.race([drained, gone.then(() => false)]);
};

/**
 * Writes a source into a sink and leaves the sink open. It holds one chunk in memory, because it waits for the sink to
 * drain. Rejects with the error of the source. The sink's errors are silent, since `gone` tells of its end.
 */
export const feed = async (
  source: AsyncIterable<Uint8Array>,
  sink: Writable,
  gone: Promise<unknown>,
  { bytesMax = Number.POSITIVE_INFINITY, framed = (chunk) => [chunk] }: FeedOptions = {},
): Promise<FeedEnd> => {
  sink.on('error', () => undefined);
  const iterator = source[Symbol.asyncIterator]();
  const lost = gone.then(() => undefined);
  let bytes = 0;
  let whole = false;
  try {
    for (;;) {
      const step = await Promise.race([iterator.next(), lost]);
      if (step === undefined) return 'gone';
      if (step.done === true) {
        whole = true;
        return 'fed';
      }
      bytes += step.value.length;
      if (bytes > bytesMax) return 'too-long';
      for (const piece of framed(step.value)) if (!(await written(sink, piece, gone))) return 'gone';
    }
  } finally {
    if (!whole) letGo(iterator);
  }
};
