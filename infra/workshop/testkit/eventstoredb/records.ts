/** What the double keeps: one log of records with places far apart, some of them of the server itself. */
export type Kept = {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};
export type KeptRecord = Kept & { readonly at: bigint; readonly stream: string; readonly revision: bigint };

/** A number, or the words for a stream that is not there, is there, or either. */
export type Expected = bigint | 'no stream' | 'exists' | 'any';
export type Written =
  | { readonly kind: 'Written'; readonly revision: bigint; readonly at: bigint }
  | { readonly kind: 'WrongRevision'; readonly actual: bigint };

const NO_STREAM = -1n;
/** Records of the server's own come between ours: one after each so many. */
const SYSTEM_EVERY = 5;
/** Bytes that a record takes beside what it carries. */
const OVERHEAD = 117n;

export class Records {
  readonly all: KeptRecord[] = [];
  readonly #streams = new Map<string, KeptRecord[]>();
  #end = 0n;
  #sinceSystem = 0;

  constructor() {
    for (const stream of ['$$$settings', '$stats-node', '$users']) this.#add(stream, [systemRecord()]);
  }

  stream(name: string): ReadonlyArray<KeptRecord> | undefined {
    return this.#streams.get(name);
  }

  /** The first of `all` at or after a place. */
  indexOf(at: bigint): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.all[middle]?.at ?? 0n) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** As a server judges it: the same ids at the place that is asked for are an append that was made already. */
  write(stream: string, expected: Expected, events: ReadonlyArray<Kept>): Written {
    const there = this.#streams.get(stream) ?? [];
    const actual = BigInt(there.length) - 1n;
    const begins = expected === 'no stream' ? 0n : typeof expected === 'bigint' ? expected + 1n : actual + 1n;
    const stands = there.slice(Number(begins), Number(begins) + events.length);
    const last = stands.at(-1);
    if (last !== undefined && stands.length === events.length && events.every(({ id }, n) => stands[n]?.id === id))
      return { kind: 'Written', revision: last.revision, at: last.at };
    const fits = expected === 'any' || (expected === 'exists' ? actual > NO_STREAM : actual === begins - 1n);
    if (!fits) return { kind: 'WrongRevision', actual };
    const added = this.#add(stream, events);
    this.#sinceSystem += events.length;
    if (this.#sinceSystem >= SYSTEM_EVERY) {
      this.#sinceSystem = 0;
      this.#add('$stats-node', [systemRecord()]);
    }
    return { kind: 'Written', revision: added?.revision ?? actual, at: added?.at ?? this.#end };
  }

  /** As servers do it first: the stream is gone, and its events stay in the log until it is scavenged. */
  delete(stream: string): void {
    this.#streams.delete(stream);
  }

  /** An event of somebody else on the same server. */
  addOfOthers(stream: string, event: Kept): void {
    this.#add(stream, [event]);
  }

  #add(stream: string, events: ReadonlyArray<Kept>): KeptRecord | undefined {
    const there = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, there);
    for (const event of events) {
      const record = { ...event, at: this.#end, stream, revision: BigInt(there.length) };
      this.#end += OVERHEAD + BigInt(event.data.length + event.metadata.length + stream.length);
      there.push(record);
      this.all.push(record);
    }
    return there.at(-1);
  }
}

const systemRecord = (): Kept => ({
  id: crypto.randomUUID(),
  type: '$statsCollected',
  contentType: 'application/json',
  data: Buffer.from('{"not":"ours"}'),
  metadata: new Uint8Array(),
});
