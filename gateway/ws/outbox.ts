import type { Flusher } from '#gateway/ws/flusher.ts';
import { joinedTrail, ownStep, sharedStep, type Trail } from '#gateway/ws/trail.ts';

/** Of a socket, what writing needs. */
export type Drain = {
  readonly write: (bytes: Buffer) => boolean;
  readonly writableNeedDrain: boolean;
  readonly writableLength: number;
};
export type OutboxLimits = { readonly events: number; readonly bytes: number };

/**
 * What waits for one socket, in order. All that the server says goes through here; `ws` itself writes only pongs
 * and the close frame, each whole and at once, so nothing can come between the halves of a frame.
 *
 * While the socket takes no more, frames wait here, counted. 'overflow' says that a limit would be passed: the
 * consumer is too slow, and its connection must end.
 */
export class Outbox {
  readonly #socket: Drain;
  readonly #isOpen: () => boolean;
  readonly #start: Trail;
  readonly #flusher: Flusher;
  readonly #limits: OutboxLimits;
  #trail: Trail;
  /** Bytes on their way of what was asked for, a snapshot or a page: however big, they do not count as waiting. */
  #allowance = 0;
  #scheduled = false;
  #held = true;
  #ended = false;
  #roomWanted: (() => void) | undefined;

  /**
   * Held until `release`. `isOpen` says whether frames may still be written: not after a close frame.
   * `start` is shared by all outboxes of a gateway, so that equal trails are one.
   */
  constructor(socket: Drain, isOpen: () => boolean, start: Trail, flusher: Flusher, limits: OutboxLimits) {
    this.#socket = socket;
    this.#isOpen = isOpen;
    this.#start = start;
    this.#trail = start;
    this.#flusher = flusher;
    this.#limits = limits;
  }

  /** A frame that goes to others too. */
  share(frame: Buffer): 'queued' | 'overflow' {
    return this.#offer(sharedStep(this.#trail, frame));
  }

  /** A frame for this socket alone. It does not wait for the snapshot, since it tells nothing of any guild. */
  answer(frame: Buffer): 'queued' | 'overflow' {
    if (!this.#held) return this.#offer(ownStep(this.#trail, frame));
    this.#write(frame);
    return 'queued';
  }

  /** Past the queue's limits, for one who sends no more before `room`: what waits is written first. */
  stream(bytes: Buffer): void {
    this.flush();
    this.#writeAsked(bytes);
  }

  /** Ends the holding back: the snapshot goes first, then what happened since it was asked for. */
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

  /** To be called when the socket takes bytes again. */
  drained(): void {
    this.#allowance = 0;
    this.flush();
    if (this.#socket.writableNeedDrain) return;
    this.#roomWanted?.();
    this.#roomWanted = undefined;
  }

  /** Resolves when the socket takes bytes, or has ended: whoever pulls waits here between two pages. */
  room(): Promise<void> {
    if (this.#ended || !this.#socket.writableNeedDrain) return Promise.resolve();
    return new Promise((resolve) => {
      this.#roomWanted = resolve;
    });
  }

  /** Frames and bytes that wait, those that the socket has taken and not yet sent among the bytes. */
  waiting(): { readonly frames: number; readonly bytes: number } {
    return { frames: this.#trail.frames, bytes: this.#trail.bytes + this.#socket.writableLength };
  }

  /** Forgets what waits; nothing is written after. */
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
      // The socket is not slow: this turn of the event loop has just been busy. The new frame goes along.
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
