import type { Flusher } from '#gateway/ws/flusher.ts';
import { joinedTrail, ownStep, sharedStep, type Trail } from '#gateway/ws/trail.ts';

/** Part of a socket that writing needs. */
export type Drain = {
  readonly write: (bytes: Buffer) => boolean;
  readonly writableNeedDrain: boolean;
  readonly writableLength: number;
};
export type OutboxLimits = { readonly events: number; readonly bytes: number };

/**
 * Outbox: the frames that wait for one socket, in order. All frames of the server go through it. `ws` itself writes
 * only complete pongs and close frames, so no frame is split.
 *
 * While the socket takes no more, frames wait here and are counted. 'overflow' means that a limit is exceeded: the
 * client is too slow, and its connection must end.
 */
export class Outbox {
  readonly #socket: Drain;
  readonly #isOpen: () => boolean;
  readonly #start: Trail;
  readonly #flusher: Flusher;
  readonly #limits: OutboxLimits;
  #trail: Trail;
  /** Bytes of a snapshot or a page that are on their way. They do not count as waiting, whatever their size. */
  #allowance = 0;
  #scheduled = false;
  #held = true;
  #ended = false;
  #roomWanted: (() => void) | undefined;

  /**
   * Makes an outbox that holds shared frames back until `release`.
   *
   * @param isOpen says whether frames may still be written. It is false after a close frame.
   * @param start start of the trail, one for all outboxes of a gateway, so that equal trails are one value.
   */
  constructor(socket: Drain, isOpen: () => boolean, start: Trail, flusher: Flusher, limits: OutboxLimits) {
    this.#socket = socket;
    this.#isOpen = isOpen;
    this.#start = start;
    this.#trail = start;
    this.#flusher = flusher;
    this.#limits = limits;
  }

  /** Queues a frame that goes to other sockets too. */
  share(frame: Buffer): 'queued' | 'overflow' {
    return this.#offer(sharedStep(this.#trail, frame));
  }

  /** Queues a frame for this socket alone. It does not wait for the snapshot, because it tells nothing of a guild. */
  answer(frame: Buffer): 'queued' | 'overflow' {
    if (!this.#held) return this.#offer(ownStep(this.#trail, frame));
    this.#write(frame);
    return 'queued';
  }

  /** Writes a page of any size, after the waiting frames. The caller waits for `room` before the next page. */
  stream(bytes: Buffer): void {
    this.flush();
    this.#writeAsked(bytes);
  }

  /** Writes the snapshot, and then lets the frames go that were held back. */
  release(snapshot: Buffer): void {
    this.#held = false;
    this.#writeAsked(snapshot);
    this.#schedule();
  }

  flush(): void {
    this.#scheduled = false;
    if (this.#held || this.#trail === this.#start || this.#socket.writableNeedDrain) return;
    const bytes = joinedTrail(this.#trail);
    this.#trail = this.#start;
    this.#write(bytes);
  }

  /** Goes on writing. The owner calls it when the socket takes bytes again. */
  drained(): void {
    this.#allowance = 0;
    this.flush();
    if (this.#socket.writableNeedDrain) return;
    this.#roomWanted?.();
    this.#roomWanted = undefined;
  }

  /** Resolves when the socket takes bytes or has ended. A replay waits here between two pages. */
  room(): Promise<void> {
    if (this.#ended || !this.#socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      this.#roomWanted = resolve;
    });
  }

  /** Counts the waiting frames and bytes, with the bytes that the socket has not sent yet. */
  waiting(): { readonly frames: number; readonly bytes: number } {
    return { frames: this.#trail.frames, bytes: this.#trail.bytes + this.#socket.writableLength };
  }

  /** Forgets the waiting frames, and writes nothing from now on. */
  end(): void {
    this.#ended = true;
    this.#trail = this.#start;
    this.#roomWanted?.();
    this.#roomWanted = undefined;
  }

  #offer(trail: Trail): 'queued' | 'overflow' {
    if (this.#ended) return 'queued';
    const bytes = trail.bytes + this.#socket.writableLength - this.#allowance;
    if (trail.frames > this.#limits.events || (bytes > this.#limits.bytes && trail.frames > 1)) {
      if (this.#held || this.#socket.writableNeedDrain) return 'overflow';
      // The socket is not slow, but this turn of the event loop was long. The new frame goes along.
      this.#trail = trail;
      this.flush();
      return 'queued';
    }
    this.#trail = trail;
    this.#schedule();
    return 'queued';
  }

  #schedule(): void {
    if (this.#scheduled || this.#held || this.#trail === this.#start) return;
    this.#scheduled = true;
    this.#flusher.soon(this);
  }

  #writeAsked(bytes: Buffer): void {
    this.#write(bytes);
    this.#allowance = this.#socket.writableNeedDrain ? bytes.length : 0;
  }

  #write(bytes: Buffer): void {
    if (!this.#ended && this.#isOpen()) this.#socket.write(bytes);
  }
}
