/**
 * The functions that a shell, a browser or a desktop frame, offers to the client.
 * The client uses nothing else outside its own document, so a new shell implements only this type.
 */
export type Platform = {
  /** Address of the server without a final slash: `https://chat.example.org`. */
  readonly origin: string;
  /** Sends a request with cookies to `origin` only. Rejects when no answer comes. */
  readonly fetch: (path: string, request: RequestInit) => Promise<Response>;
  /** Sends a file to `origin` with its progress. Never rejects: without an answer the status is 0. */
  readonly upload: (path: string, request: UploadRequest) => Promise<UploadAnswer>;
  readonly openSocket: (path: string, listener: SocketHandlers) => Socket;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /**
   * Time zone in which the user sees times, by its name and by its offset of today: `Europe/Berlin`, `+01:00`. A server
   * does not know every name. A shell that does not know the name answers the offset alone.
   */
  readonly timeZones: () => ReadonlyArray<string>;
  /** A number from 0 to below 1. It spreads load and is not safe for secrets. */
  readonly random: () => number;
  /** Runs `work` once after `ms`. Answers a function that cancels it. */
  readonly later: (ms: number, work: () => void) => () => void;
  readonly online: () => boolean;
  /** Calls `changed` at every change. Answers a function that stops it. */
  readonly watchOnline: (changed: () => void) => () => void;
  /** Tells whether the user can see the client, as far as the shell knows. */
  readonly shown: () => boolean;
  /** Calls `changed` each time the client is shown or hidden. Answers a function that stops it. */
  readonly watchShown: (changed: () => void) => () => void;
  /** Runs `work` under the lock `name`. All windows of the user share it, and one holds it at a time. */
  readonly exclusively: <A>(name: string, work: () => Promise<A>) => Promise<A>;
  /**
   * Small texts that outlive a reload, such as drafts. They never hold a token, because other programs can read the disk.
   * A shell that keeps nothing reads null and ignores writes.
   */
  readonly keepsakes: Keepsakes;
  /** Small texts that outlive a reload of this window, but not the window. Other windows do not see them. */
  readonly windowKeepsakes: Keepsakes;
  /** Copies a text. Answers false when the shell refuses, so that the user can copy by hand. */
  readonly copyText: (text: string) => Promise<boolean>;
};

export type Keepsakes = {
  readonly read: (key: string) => string | null;
  readonly write: (key: string, value: string) => void;
  readonly remove: (key: string) => void;
  /** Lists the keys of the texts that this client wrote. */
  readonly keys: () => ReadonlyArray<string>;
  /** Removes every text that this client wrote. */
  readonly clear: () => void;
};

export type UploadRequest = {
  readonly headers: { readonly [name: string]: string };
  readonly body: Blob;
  /** Called with the number of bytes that have left. */
  readonly progressed: (bytes: number) => void;
  readonly signal: AbortSignal;
};
export type UploadAnswer = { readonly status: number; readonly text: string };

export type SocketHandlers = {
  readonly opened: () => void;
  /** Takes a text frame. A binary frame closes the socket. */
  readonly received: (text: string) => void;
  /** Called once with the close code of the server, or with 1006 without a code. */
  readonly closed: (code: number) => void;
};
export type Socket = {
  readonly send: (text: string) => void;
  readonly close: () => void;
};
