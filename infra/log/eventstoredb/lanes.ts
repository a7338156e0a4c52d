/**
 * Runs appends to one stream one after the other, in the order they were asked for. A later append could otherwise
 * overtake on the way to the server. Appends to different streams run side by side. The number under way and the number
 * waiting are bounded.
 */
import { serialByKey } from '#infra/ground/serial.ts';
import { LogUnavailable } from '../event-log.ts';

export type LaneLimits = {
  /** Appends that may wait or be under way together. */
  readonly appends: number;
  /** Bytes of payload that may wait or be under way together. */
  readonly bytes: number;
  /**
   * Appends under way at once. The server answers a limited number of calls per connection, and readers need some of
   * them.
   */
  readonly atOnce: number;
};

export class Lanes {
  readonly #limits: LaneLimits;
  readonly #byStream = serialByKey<string>();
  readonly #waiting: Array<() => void> = [];
  #appends = 0;
  #bytes = 0;
  #underWay = 0;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  /**
   * Runs `work` after the earlier work of the same stream. Rejects as `work` does, and at once with `LogUnavailable`
   * when too many appends wait.
   */
  async run<A>(stream: string, bytes: number, work: () => Promise<A>): Promise<A> {
    if (this.#appends >= this.#limits.appends || this.#bytes + bytes > this.#limits.bytes)
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

  /** Resolves when no append is under way. */
  idle(): Promise<void> {
    return this.#byStream.idle();
  }

  async #whenFree<A>(work: () => Promise<A>): Promise<A> {
    if (this.#underWay >= this.#limits.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#underWay += 1;
    try {
      return await work();
    } finally {
      // The free place goes to the next one that waits, so that a new append cannot overtake it.
      const next = this.#waiting.shift();
      if (next === undefined) this.#underWay -= 1;
      else next();
    }
  }
}
