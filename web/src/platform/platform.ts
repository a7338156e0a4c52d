/**
 * What a shell (a browser, a desktop frame) must offer. The client asks for nothing else of the world outside
 * its own document, so these promises are all there is to keep when a new shell is made.
 */
export type Platform = {
  /** Where the server answers, without a slash at the end: `https://chat.example.org`. */
  readonly origin: string;
  /** Sends cookies to that origin alone. Rejects when there is no answer at all. */
  readonly fetch: (path: string, request: RequestInit) => Promise<Response>;
  readonly openSocket: (path: string, listener: SocketListener) => Socket;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. For spreading load, never for secrets. */
  readonly random: () => number;
  /** Runs `work` once after `ms`; the answer calls it off. */
  readonly later: (ms: number, work: () => void) => () => void;
  readonly online: () => boolean;
  /** Calls back at every change. The answer stops it. */
  readonly watchOnline: (changed: () => void) => () => void;
  /** One holder of `name` at a time over all windows of this person; the next waits. */
  readonly exclusively: <A>(name: string, work: () => Promise<A>) => Promise<A>;
  /**
   * Small texts that outlive a reload, such as drafts. Never a token: whoever can read the disk can read them.
   * Reads as null, and forgets writes, where the shell keeps nothing.
   */
  readonly keepsakes: Keepsakes;
  /** False when the shell refused, so that the text can be shown for copying by hand. */
  readonly copyText: (text: string) => Promise<boolean>;
};

export type Keepsakes = {
  readonly read: (key: string) => string | null;
  readonly write: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
  /** Everything this client ever wrote. */
  readonly clear: () => void;
};

export type SocketListener = {
  readonly opened: () => void;
  /** A text frame; binary ones end the connection. */
  readonly received: (text: string) => void;
  /** Called once, with the code the server gave, or 1006 where there was none. */
  readonly closed: (code: number) => void;
};
export type Socket = {
  readonly send: (text: string) => void;
  readonly close: () => void;
};
