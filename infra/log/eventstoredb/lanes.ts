/**
 * Appends to one stream go one after the other, as they were asked for: on the way to the server a later one may
 * overtake. Appends to different streams go side by side, so many and no more, and what waits is bounded.
 */
import { LogUnavailable } from '../event-log.ts';

export type LaneBounds = {
  /** Appends and bytes that may wait or be under way. */
  readonly appends: number;
  readonly bytes: number;
  /** Appends under way at once; the server answers so many calls of one connection, and readers need some. */
  readonly atOnce: number;
};

export class Lanes {
  readonly #bounds: LaneBounds;
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #waiting: Array<() => void> = [];
  #appends = 0;
  #bytes = 0;
  #underWay = 0;

  constructor(bounds: LaneBounds) {
    this.#bounds = bounds;
  }

  /** Rejects as `work` does, and at once with `LogUnavailable` when too much waits already. */
  async run<A>(stream: string, bytes: number, work: () => Promise<A>): Promise<A> {
    if (this.#appends >= this.#bounds.appends || this.#bytes + bytes > this.#bounds.bytes)
      throw new LogUnavailable('too many appends are waiting for the log');
    this.#appends += 1;
    this.#bytes += bytes;
    const before = this.#last.get(stream);
    const mine = this.#after(before, work);
    const settled = mine.catch(() => undefined);
    this.#last.set(stream, settled);
    try {
      return await mine;
    } finally {
      this.#appends -= 1;
      this.#bytes -= bytes;
      if (this.#last.get(stream) === settled) this.#last.delete(stream);
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#last.size > 0) await Promise.all(this.#last.values());
  }

  async #after<A>(before: Promise<unknown> | undefined, work: () => Promise<A>): Promise<A> {
    await before;
    if (this.#underWay >= this.#bounds.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay += 1;
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes now takes it before one who waits.
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }
}
