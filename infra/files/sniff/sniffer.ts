import { Worker } from 'node:worker_threads';
import { KIB, SECOND_MS } from '#domain/kernel/units.ts';
import { serial } from '#infra/ground/serial.ts';
import { essenceOf, UNKNOWN_TYPE } from './content-types.ts';

/** Bytes at the start of a file that decide its type. */
export const SNIFF_BYTES = 64 * KIB;
/** Milliseconds for one file. A thread that takes longer is ended, and the type is unknown. */
const SNIFF_WITHIN_MS = 1 * SECOND_MS;
/** Files that wait for the thread. The next one fails, since only a flood comes this far. */
const SNIFFS_WAITING_MAX = 256;
/** MiB of the thread's heap. The head is small, so only a hostile one needs more. */
const HEAP_MIB_MAX = 32;

/** Type of a file. `application/octet-stream` where the first bytes tell none. */
export type SniffedType = { readonly contentType: string };

/** Decides the type of a file from its first bytes alone. The type that a client declares is never asked. */
export type Sniffer = {
  /** Reads at most `SNIFF_BYTES` of the head. Rejects with SnifferBusy when too many files wait. */
  readonly sniff: (head: Uint8Array) => Promise<SniffedType>;
  /** Ends the thread. Files that wait are of unknown type then. */
  readonly close: () => Promise<void>;
};

/** Too many files wait for the sniffer. The same file may be given again. */
export class SnifferBusy extends Error {}

export type SnifferOptions = {
  readonly withinMs?: number;
  readonly waitingMax?: number;
  /** Program of the thread. Tests give one that hangs or dies. */
  readonly program?: URL;
};

const PROGRAM = new URL('./sniff-worker.ts', import.meta.url);

/** Asks a thread once. Undefined when it is too slow or dies. */
const asked = (worker: Worker, head: Uint8Array, withinMs: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const settle = (answer: string | undefined): void => {
      clearTimeout(timer);
      worker.off('message', answered).off('error', died).off('exit', died);
      resolve(answer);
    };
    const answered = (answer: unknown): void => settle(typeof answer === 'string' ? answer : undefined);
    const died = (): void => settle(undefined);
    const timer = setTimeout(died, withinMs);
    worker.on('message', answered).on('error', died).on('exit', died);
    worker.postMessage(head);
  });

/** Waits until a thread runs, so that its start does not count as time of a file. False when it cannot run. */
const isOnline = (worker: Worker): Promise<boolean> =>
  new Promise((resolve) => {
    worker.once('online', () => resolve(true)).once('exit', () => resolve(false));
  });

/**
 * Creates the sniffer. Its thread starts with the first file. It reads one file at a time, and a thread that hung or died
 * is replaced for the next one.
 */
export const createSniffer = (options: SnifferOptions = {}): Sniffer => {
  const withinMs = options.withinMs ?? SNIFF_WITHIN_MS;
  const waitingMax = options.waitingMax ?? SNIFFS_WAITING_MAX;
  const turns = serial();
  let worker: Promise<Worker | undefined> | undefined;
  let waiting = 0;
  let closed = false;

  const started = async (): Promise<Worker | undefined> => {
    const made = new Worker(options.program ?? PROGRAM, {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB_MAX, maxYoungGenerationSizeMb: HEAP_MIB_MAX / 4 },
    });
    // A thread beyond its heap says 'error'. The file that it read is told by the missing answer.
    made.on('error', () => undefined);
    if (!(await isOnline(made))) return undefined;
    // A thread without a file keeps no process alive. With one, its deadline does.
    made.unref();
    return made;
  };
  const replace = async (): Promise<void> => {
    const old = await worker;
    worker = undefined;
    await old?.terminate();
  };
  const answerTo = async (head: Uint8Array): Promise<string | undefined> => {
    if (closed) return undefined;
    worker ??= started();
    const running = await worker;
    const answer = running === undefined ? undefined : await asked(running, head, withinMs);
    if (answer === undefined) await replace();
    return answer;
  };

  return {
    sniff: async (head) => {
      if (waiting >= waitingMax) throw new SnifferBusy('too many files wait for their type');
      waiting += 1;
      // A copy of its own: the thread gets no more of the caller's memory than the head.
      const own = head.slice(0, SNIFF_BYTES);
      try {
        const answer = await turns.run(() => answerTo(own));
        return { contentType: essenceOf(answer ?? '') ?? UNKNOWN_TYPE };
      } finally {
        waiting -= 1;
      }
    },
    close: async () => {
      closed = true;
      await replace();
      await turns.idle();
    },
  };
};
