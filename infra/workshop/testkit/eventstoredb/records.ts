/**
 * A record of the double. The log of records has places that are far apart, and some records belong to the server
 * itself.
 */
export type Kept = {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};
export type KeptRecord = Kept & { readonly at: bigint; readonly stream: string; readonly revision: bigint };

/** Expected revision of a stream, or a word for one that does not exist, exists, or either. */
export type Expected = bigint | 'no stream' | 'exists' | 'any';
export type Written =
  | { readonly kind: 'Written'; readonly revision: bigint; readonly at: bigint }
  | { readonly kind: 'WrongRevision'; readonly actual: bigint };

const NO_STREAM = -1n;
/** Own records after which the server adds a record of its own. */
const SYSTEM_EVERY = 5;
/** Bytes that a record takes besides its content. */
const OVERHEAD = 117n;

export class Records {
  readonly all: KeptRecord[] = [];
  readonly #streams = new Map<string, KeptRecord[]>();
  readonly #grown = new Set<() => void>();
  #end = 0n;
  #sinceSystem = 0;

  constructor() {
    for (const stream of ['$$$settings', '$stats-node', '$users']) this.#add(stream, [systemRecord()]);
  }

  /** Calls the listener after each write. Returns a function that ends the listening. */
  onGrown(listener: () => void): () => void {
    this.#grown.add(listener);
    return () => {
      this.#grown.delete(listener);
    };
  }

  stream(name: string): ReadonlyArray<KeptRecord> | undefined {
    return this.#streams.get(name);
  }

  /** Returns the index of the first record at or after a place. */
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

  /** Appends events as a server does. Events whose ids already stand at the expected place count as appended. */
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
    for (const grown of this.#grown) grown();
    return { kind: 'Written', revision: added?.revision ?? actual, at: added?.at ?? this.#end };
  }

  /** Deletes a stream as a server does first: its events stay in the log until it is scavenged. */
  delete(stream: string): void {
    this.#streams.delete(stream);
  }

  /**
   * Removes every record from an index on, as a restored backup does. The next record takes the place of the first
   * removed one, as on a server.
   */
  cutBack(from: number): void {
    const [first] = this.all.splice(from);
    if (first === undefined) return;
    this.#end = first.at;
    this.#streams.clear();
    for (const record of this.all) {
      const there = this.#streams.get(record.stream) ?? [];
      there.push(record);
      this.#streams.set(record.stream, there);
    }
  }

  /** Adds an event of another program on the same server. */
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
