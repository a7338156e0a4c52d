/**
 * The port of a node, apart from the node itself. It passes bytes on, and can fall silent as a frozen process or a lost
 * host does: connections stay open, and nothing comes back. A closed port would be noticed at once.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** `stopped`: connections are accepted and no byte passes. `unreachable`: no connection is accepted or refused. */
export type FrontState = 'passing' | 'stopped' | 'unreachable';

/**
 * Listens with the shortest queue and then stops for good, so it accepts nothing. Only another thread can do this,
 * because Node accepts connections whenever its loop turns.
 */
const STOPPED_LISTENER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { host, port, gate } = workerData;
  require('node:net').createServer().listen({ host, port, backlog: 1 }, () => {
    parentPort.postMessage('listening');
    setImmediate(() => {
      Atomics.wait(gate, 0, 0);
      process.exit();
    });
  });`;

/** Milliseconds after which a connection attempt counts as hanging. An attempt at a local port takes a few. */
const HANGS_AFTER_MS = 200;

const listening = async (host: string, port: number, accept: (near: Socket) => void): Promise<Server> => {
  const server = createServer(accept).listen(port, host);
  await once(server, 'listening');
  return server;
};

/** Takes a port whose queue of connections is full. Returns a function that frees the port. */
const unreachable = async (host: string, port: number): Promise<() => Promise<void>> => {
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(STOPPED_LISTENER, { eval: true, workerData: { host, port, gate } });
  await once(worker, 'message');
  const fillers: Socket[] = [];
  for (let room = true; room; ) {
    const filler = connect(port, host).on('error', () => undefined);
    fillers.push(filler);
    const connected = once(filler, 'connect').then(
      () => true,
      () => true,
    );
    room = await Promise.race([connected, sleep(HANGS_AFTER_MS, false)]);
  }
  return async () => {
    const ended = once(worker, 'exit');
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    for (const filler of fillers) filler.destroy();
    await ended;
  };
};

export class Front {
  readonly #host: string;
  readonly #port: number;
  readonly #behind: number;
  readonly #pairs = new Map<Socket, Socket | undefined>();
  readonly #lost = new Set<Socket>();
  #state: FrontState = 'passing';
  #server: Server | undefined;
  #freePort: (() => Promise<void>) | undefined;

  constructor(host: string, port: number, behind: number) {
    this.#host = host;
    this.#port = port;
    this.#behind = behind;
  }

  async become(state: FrontState): Promise<void> {
    if (state === 'passing') {
      await this.#freePort?.();
      this.#freePort = undefined;
      this.#state = state;
      this.#server ??= await listening(this.#host, this.#port, (near) => this.#accept(near));
      for (const [near, far] of this.#pairs) {
        if (far === undefined) this.#join(near);
        else for (const socket of [near, far]) socket.resume();
      }
      return;
    }
    this.#state = state;
    for (const [near, far] of this.#pairs) for (const socket of [near, far]) socket?.pause();
    if (state === 'stopped') return;
    this.#server?.close();
    this.#server = undefined;
    this.#freePort ??= await unreachable(this.#host, this.#port);
  }

  /** Passes no more bytes on open connections, for good. New connections pass. */
  lose(): void {
    for (const [near, far] of this.#pairs) {
      this.#pairs.delete(near);
      for (const socket of [near, far]) {
        socket?.pause();
        if (socket !== undefined) this.#lost.add(socket);
      }
    }
  }

  async close(): Promise<void> {
    this.#server?.close();
    await this.#freePort?.();
    for (const socket of [...this.#pairs].flat()) socket?.destroy();
    for (const socket of this.#lost) socket.destroy();
  }

  #accept(near: Socket): void {
    near.on('error', () => undefined);
    near.on('close', () => this.#pairs.delete(near));
    this.#pairs.set(near, undefined);
    if (this.#state === 'passing') this.#join(near);
    else near.pause();
  }

  #join(near: Socket): void {
    const far = connect(this.#behind, this.#host).on('error', () => near.destroy());
    this.#pairs.set(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('close', () => to.destroy());
    }
  }
}
