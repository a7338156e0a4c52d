/** Reads the body of an upload: bounded, with its first bytes looked at before the rest arrives. */

/** Error of a body that is longer than a file may be. */
export class SourceTooLong extends Error {
  override readonly name = 'SourceTooLong';
}
/** Error of a body that broke off. */
export class SourceBroken extends Error {
  override readonly name = 'SourceBroken';
}

/** A body whose beginning is known. `whole` gives all of it, once. */
export type PeekedSource = { readonly head: Uint8Array; readonly whole: AsyncIterable<Uint8Array> };

async function* counted(source: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await chunks.next().catch((cause: unknown) => {
        throw new SourceBroken('the upload broke off', { cause });
      });
      if (next.done === true) return;
      bytes += next.value.length;
      if (bytes > bytesMax) throw new SourceTooLong(`the upload has more than ${bytesMax} bytes`);
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/**
 * Reads the first `headBytes` of a body, or all of a shorter one.
 * @throws SourceTooLong when the body has more than `bytesMax` bytes, SourceBroken when it breaks off. `whole` throws alike.
 */
export const peeked = async (
  source: AsyncIterable<Uint8Array>,
  { headBytes, bytesMax }: { readonly headBytes: number; readonly bytesMax: number },
): Promise<PeekedSource> => {
  const chunks = counted(source, bytesMax);
  const first: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < headBytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* first.splice(0);
    yield* chunks;
  }
  return { head: Buffer.concat(first).subarray(0, headBytes), whole: whole() };
};

/** Reads a body to its end and gives it away, so that its sender hears the answer. */
export const drained = async (source: AsyncIterable<Uint8Array>, bytesMax: number): Promise<void> => {
  for await (const _ of counted(source, bytesMax));
};
