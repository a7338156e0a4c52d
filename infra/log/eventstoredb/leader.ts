/**
 * Sends every call to the leader of the cluster. The client notices a broken connection but no silence, and then asks
 * one node after the other. So each call has its own time limit here, and a call without an answer begins a new inquiry
 * for the leader.
 */
import type { EventStoreDBClient } from '@eventstore/db-client';
import { NotLeaderError } from '@eventstore/db-client';
import { pause } from '#infra/database/own-connection.ts';
import { pauseMs } from '#infra/ground/back-off.ts';
import { LogUnavailable } from '../event-log.ts';
import type { NodeAddress, ServerAddress } from './address.ts';
import { type Connection, dialling, nameOf } from './connection.ts';
import { isLate, mayMeanNoSuchPlace, whatFailureMeans } from './failure.ts';
import { findLeader } from './inquiry.ts';
import { TookTooLong, within } from './patience.ts';

const PAUSES = { firstMs: 20, longestMs: 500 };

/** The connection to the leader, as long as it is used. */
class Leading {
  readonly connection: Connection;
  /** Moment of the last answer on this connection. */
  heardAt = performance.now();
  readonly #over = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(connection: Connection) {
    this.connection = connection;
  }

  get client(): EventStoreDBClient {
    return this.connection.client;
  }

  /** Aborts when another connection takes the place of this one. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  async run<A>(call: (client: EventStoreDBClient) => Promise<A>): Promise<A> {
    const running = (async () => call(this.client))();
    this.#underWay.add(running);
    try {
      return await running;
    } finally {
      this.#underWay.delete(running);
    }
  }

  /** Ends the use of this connection. Calls under way have `graceMs` to end by themselves. */
  async retire(graceMs: number): Promise<void> {
    this.#over.abort();
    await within(graceMs, Promise.allSettled(this.#underWay)).catch(() => undefined);
    this.connection.close();
  }
}

type Doubt = { readonly leading: Leading; readonly error: unknown; readonly askedAt: number };

const hintOf = (error: unknown): NodeAddress | undefined =>
  error instanceof NotLeaderError ? error.leader : undefined;

export class Leader {
  readonly #address: ServerAddress;
  readonly #graceMs: number;
  /** The node that the URL names alone. Its own gossip may name an address that cannot be reached from here. */
  readonly #only: NodeAddress | undefined;
  readonly #dial: ReturnType<typeof dialling>;
  readonly #closed = new AbortController();
  #current: Leading | undefined;
  #inquiry: Promise<Leading> | undefined;

  /** `graceMs` is the longest time of one call. */
  constructor(address: ServerAddress, graceMs: number) {
    this.#address = address;
    this.#graceMs = graceMs;
    this.#only = address.byDns || address.nodes.length > 1 ? undefined : address.nodes[0];
    this.#dial = dialling(address);
  }

  /** Tells whether a leader is known, and no doubt about it is open. */
  get known(): boolean {
    return this.#current !== undefined;
  }

  /** Returns the connection to the leader. Rejects with `LogUnavailable` when none is found within `ms`. */
  async find(ms: number): Promise<Leading> {
    if (this.#current !== undefined) return this.#current;
    this.#inquiry ??= this.#find(undefined);
    try {
      return await within(ms, this.#inquiry);
    } catch (error) {
      if (error instanceof TookTooLong) throw new LogUnavailable(`the EventStoreDB is away: no leader within ${ms} ms`);
      throw error;
    }
  }

  /** Makes one call at the leader, which has `ms` to be found. The call has its own time limit. */
  async ask<A>(ms: number, call: (client: EventStoreDBClient) => Promise<A>): Promise<A> {
    const leading = await this.find(ms);
    const askedAt = performance.now();
    try {
      const answer = await leading.run(call);
      leading.heardAt = performance.now();
      return answer;
    } catch (error) {
      this.doubt({ leading, error, askedAt });
      throw error;
    }
  }

  /**
   * Asks the leader until one answers, for at most `ms`. The question must change nothing, because it may be asked more
   * than once. Rejects with the failure of the call, or with `LogUnavailable` when no leader is found. A node that the
   * URL names alone is not asked again, because no other node can answer in its place.
   */
  async answer<A>(ms: number, question: (client: EventStoreDBClient) => Promise<A>): Promise<A> {
    const until = performance.now() + ms;
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.ask(Math.max(1, until - performance.now()), question);
      } catch (error) {
        const meaning = whatFailureMeans(error);
        // A failure that a server answered is the same at the next try.
        const unanswered = meaning === 'unknown' && !mayMeanNoSuchPlace(error);
        const again = meaning === 'elsewhere' || (unanswered && this.#only === undefined);
        const left = until - performance.now();
        if (!again || error instanceof LogUnavailable || left <= 0) throw error;
        await pause(Math.min(pauseMs(PAUSES, failures), left), this.#closed.signal);
      }
    }
  }

  /** Reports the failure of a call. A failure that is no answer of the leader begins a new inquiry. */
  doubt(doubt: Doubt): void {
    const { leading, error } = doubt;
    const meaning = whatFailureMeans(error);
    if (meaning !== 'elsewhere' && meaning !== 'unknown') {
      leading.heardAt = performance.now();
      return;
    }
    if (leading !== this.#current) return;
    this.#current = undefined;
    this.#inquiry = this.#find(doubt);
    // A failure is told to the callers that wait, and there may be none.
    this.#inquiry.catch(() => undefined);
  }

  close(): void {
    this.#closed.abort(new LogUnavailable('the log is closed'));
    this.#current?.retire(0).catch(() => undefined);
    this.#current = undefined;
  }

  async #find(doubt: Doubt | undefined): Promise<Leading> {
    try {
      const found = await this.#nextConnection(doubt);
      if (this.#closed.signal.aborted) found.close();
      this.#closed.signal.throwIfAborted();
      this.#current = this.#keptOr(found, doubt);
      return this.#current;
    } catch (error) {
      doubt?.leading.retire(this.#graceMs).catch(() => undefined);
      throw error;
    } finally {
      this.#inquiry = undefined;
    }
  }

  async #nextConnection(doubt: Doubt | undefined): Promise<Connection> {
    const hint = hintOf(doubt?.error);
    this.#closed.signal.throwIfAborted();
    if (this.#only !== undefined) return this.#dial(hint ?? this.#only);
    return findLeader({ address: this.#address, dial: this.#dial, hint, signal: this.#closed.signal });
  }

  /** Keeps a connection to the same node that was slow with one call only. Otherwise the found one takes its place. */
  #keptOr(found: Connection, doubt: Doubt | undefined): Leading {
    if (doubt === undefined) return new Leading(found);
    const { leading, error, askedAt } = doubt;
    const same = nameOf(leading.connection.node) === nameOf(found.node);
    if (same && isLate(error) && leading.heardAt > askedAt) {
      found.close();
      return leading;
    }
    leading.retire(this.#graceMs).catch(() => undefined);
    return new Leading(found);
  }
}
