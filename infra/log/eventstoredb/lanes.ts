/**
 * Appends to one stream go one after the other, as they were asked for: on the way to the server a later one may
 * overtake. Appends to different streams go side by side, so many and no more, and what waits is bounded.
 */
import { serialByKey } from '#infra/ground/serial.ts';
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
  readonly #byStream = serialByKey<string>();
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
    try {
      return await this.#byStream.run(stream, () => this.#whenFree(work));
    } finally {
      this.#appends -= 1;
      this.#bytes -= bytes;
    }
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return this.#byStream.idle();
  }

  async #whenFree<A>(work: () => Promise<A>): Promise<A> {
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
