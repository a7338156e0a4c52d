/**
 * Finds the leader of a cluster. All nodes are asked side by side, again and again, until the leader itself answers and
 * a majority names it. A silent node therefore delays nothing while a majority answers.
 */
import { lookup } from 'node:dns/promises';
import { SECOND_MS } from '#domain/kernel/units.ts';
import { pause } from '#infra/database/own-connection.ts';
import { LogUnavailable } from '../event-log.ts';
import { LOG_LEADER_WAIT_MAX_MS } from '../limits.ts';
import type { NodeAddress, ServerAddress } from './address.ts';
import { type Connection, type Member, nameOf } from './connection.ts';
import { whyOf } from './failure.ts';

export type InquiryOptions = {
  readonly address: ServerAddress;
  readonly dial: (node: NodeAddress) => Connection;
  /** The node that another node has just named as the leader. */
  readonly hint: NodeAddress | undefined;
  readonly signal: AbortSignal;
};

/** Milliseconds that one node may take to answer. The setting `gossipTimeout` changes them. */
const GOSSIP_WITHIN_MS = 2 * SECOND_MS;
/** Milliseconds between two questions to the same node. The setting `discoveryInterval` changes them. */
const ASK_EVERY_MS = 100;
/** Questions to each node that may stay without an answer. The setting `maxDiscoverAttempts` changes them. */
const ASKED_MAX = 10;

/** One node while it is asked. */
type Asked = {
  readonly name: string;
  connection?: Connection;
  /** The node's last answer. */
  members?: ReadonlyArray<Member>;
  failures: number;
  why?: string;
};

const leaderIn = (members: ReadonlyArray<Member>): string | undefined => {
  const leader = members.find(({ leads, alive }) => leads && alive);
  return leader === undefined ? undefined : nameOf(leader);
};

const seedsOf = async ({ address: { nodes, byDns }, hint }: InquiryOptions): Promise<ReadonlyArray<NodeAddress>> => {
  const hinted = hint === undefined ? [] : [hint];
  if (!byDns) return [...nodes, ...hinted];
  const named = nodes.slice(0, 1).map(async ({ address, port }) => {
    const found = await lookup(address, { all: true }).catch((error: unknown) => {
      throw new LogUnavailable(`the EventStoreDB is away: the DNS names no node: ${whyOf(error)}`);
    });
    return found.map((one): NodeAddress => ({ address: one.address, port, certified: address }));
  });
  return [...(await Promise.all(named)).flat(), ...hinted];
};

class Inquiry {
  readonly #options: InquiryOptions;
  readonly #asked = new Map<string, Asked>();
  readonly #found = Promise.withResolvers<Connection>();
  readonly #over = new AbortController();
  readonly #gossipWithinMs: number;
  readonly #began = performance.now();

  constructor(options: InquiryOptions) {
    this.#options = options;
    // The inquiry may fail before its end is awaited.
    this.#found.promise.catch(() => undefined);
    const { gossipTimeout } = options.address.settings;
    this.#gossipWithinMs = gossipTimeout === undefined ? GOSSIP_WITHIN_MS : gossipTimeout * SECOND_MS;
  }

  async leader(): Promise<Connection> {
    const { signal } = this.#options;
    const stop = (): void => this.#found.reject(signal.reason);
    const late = setTimeout(() => this.#giveUp('the nodes have chosen no leader that answers'), LOG_LEADER_WAIT_MAX_MS);
    signal.addEventListener('abort', stop, { once: true });
    try {
      signal.throwIfAborted();
      for (const seed of await seedsOf(this.#options)) this.#ask(seed);
      const found = await this.#found.promise;
      for (const { connection } of this.#asked.values()) if (connection !== found) connection?.close();
      return found;
    } catch (error) {
      for (const { connection } of this.#asked.values()) connection?.close();
      throw error;
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      this.#over.abort();
    }
  }

  #ask(node: NodeAddress): void {
    const name = nameOf(node);
    if (this.#asked.has(name) || this.#over.signal.aborted) return;
    const asked: Asked = { name, failures: 0 };
    this.#asked.set(name, asked);
    // A failure of the asking itself is a bug, and ends the inquiry.
    this.#keepAsking(node, asked).catch((error: unknown) => this.#found.reject(error));
  }

  async #keepAsking(node: NodeAddress, asked: Asked): Promise<void> {
    const { dial, address } = this.#options;
    while (!this.#over.signal.aborted) {
      asked.connection ??= dial(node);
      try {
        asked.members = await asked.connection.members(this.#gossipWithinMs);
        for (const member of asked.members) if (member.alive) this.#ask(member);
      } catch (error) {
        if (this.#over.signal.aborted) return;
        asked.connection.close();
        delete asked.connection;
        delete asked.members;
        asked.failures += 1;
        asked.why = whyOf(error);
      }
      this.#decide();
      await pause(address.settings.discoveryInterval ?? ASK_EVERY_MS, this.#over.signal);
    }
  }

  #decide(): void {
    const all = [...this.#asked.values()];
    const votes = (name: string, members: ReadonlyArray<Member>): number => {
      const named = new Set(members.map(nameOf));
      return all.filter((one) => named.has(one.name) && one.members && leaderIn(one.members) === name).length;
    };
    const claims = all.flatMap(({ name, connection, members }) =>
      connection !== undefined && members !== undefined && leaderIn(members) === name
        ? [{ connection, votes: votes(name, members), of: members.length }]
        : [],
    );
    // A leader that was just replaced may still believe in itself, so it needs the votes of others.
    const certain = claims.find((claim) => claim.votes * 2 > claim.of);
    const allHeard = all.every(({ members, failures }) => members !== undefined || failures > 0);
    const best = certain ?? (allHeard ? claims.toSorted((a, b) => b.votes - a.votes)[0] : undefined);
    if (best !== undefined) this.#found.resolve(best.connection);
    if (best !== undefined || all.some(({ members }) => members !== undefined)) return;
    const most = this.#options.address.settings.maxDiscoverAttempts ?? ASKED_MAX;
    const long = performance.now() - this.#began >= this.#gossipWithinMs;
    if (all.every(({ failures }) => failures >= most || (long && failures > 0)))
      this.#giveUp(all.map(({ name, why }) => `${name}: ${why}`).join('; '));
  }

  #giveUp(why: string): void {
    this.#found.reject(new LogUnavailable(`the EventStoreDB is away: ${why}`));
  }
}

/**
 * Returns a new connection to the leader, on which it has just answered. Rejects with `LogUnavailable` when no node
 * answers, or when no leader has answered within `LOG_LEADER_WAIT_MAX_MS`.
 */
export const findLeader = (options: InquiryOptions): Promise<Connection> => new Inquiry(options).leader();
