/**
 * The lobby holds the sockets that have said nothing yet. When it is full, a newcomer displaces one of them, so that
 * silent sockets keep no client out. The network that holds most places pays first.
 */
import { networksOf } from '#gateway/limits/networks.ts';

type Place = { readonly path: ReadonlyArray<string>; readonly since: number };
/** A network with its silent sockets, the oldest first, and the networks inside it. */
type Block<Socket> = { readonly sockets: Set<Socket>; readonly inside: Map<string, Block<Socket>> };

const emptyBlock = <Socket>(): Block<Socket> => ({ sockets: new Set(), inside: new Map() });

const heaviestIn = <Socket>(block: Block<Socket>): Block<Socket> | undefined => {
  let heaviest: Block<Socket> | undefined;
  for (const one of block.inside.values()) if (one.sockets.size > (heaviest?.sockets.size ?? 0)) heaviest = one;
  return heaviest;
};

const oldestIn = <Socket>({ sockets }: Block<Socket>): Socket | undefined => sockets.values().next().value;

/** Goes to the heaviest network of each width, and finds the oldest socket in the last one. */
const oldestOfHeaviest = <Socket>(block: Block<Socket>): Socket | undefined => {
  const heaviest = heaviestIn(block);
  return heaviest === undefined ? oldestIn(block) : oldestOfHeaviest(heaviest);
};

export class Lobby<Socket> {
  readonly #graceMs: number;
  readonly #places = new Map<Socket, Place>();
  readonly #all = emptyBlock<Socket>();

  /** @param graceMs milliseconds of silence before a newcomer displaces a socket of a network that holds no more. */
  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  enter(socket: Socket, address: string, now: number): void {
    const path = networksOf(address);
    this.#places.set(socket, { path, since: now });
    let block = this.#all;
    block.sockets.add(socket);
    for (const name of path) {
      const inside = block.inside.get(name) ?? emptyBlock<Socket>();
      block.inside.set(name, inside);
      inside.sockets.add(socket);
      block = inside;
    }
  }

  /** Takes out a socket that has spoken or ended. */
  leave(socket: Socket): void {
    const place = this.#places.get(socket);
    if (place === undefined) return;
    this.#places.delete(socket);
    let block = this.#all;
    block.sockets.delete(socket);
    for (const name of place.path) {
      const inside = block.inside.get(name);
      if (inside === undefined) return;
      inside.sockets.delete(socket);
      if (inside.sockets.size === 0) {
        block.inside.delete(name);
        return;
      }
      block = inside;
    }
  }

  /**
   * Finds the socket that a newcomer displaces. A network that would still hold more places than the newcomer's gives
   * one up at once. Among equals only a socket beyond its grace goes, because a restart brings many clients at once.
   * Undefined when the newcomer must wait.
   */
  displacedBy(address: string, now: number): Socket | undefined {
    let block = this.#all;
    for (const name of networksOf(address)) {
      const own = block.inside.get(name);
      const heaviest = heaviestIn(block);
      if (heaviest !== undefined && heaviest.sockets.size > (own?.sockets.size ?? 0) + 1)
        return oldestOfHeaviest(heaviest);
      if (own === undefined) return this.#beyondGrace(oldestIn(block), now);
      block = own;
    }
    return oldestIn(block);
  }

  #beyondGrace(socket: Socket | undefined, now: number): Socket | undefined {
    if (socket === undefined) return undefined;
    const since = this.#places.get(socket)?.since ?? now;
    return now - since >= this.#graceMs ? socket : undefined;
  }
}
