/**
 * The compiled module's exports (src/node.rs). They take and return JSON text, as src/wire.rs reads and writes it:
 * `{"ok": …}` or `{"fault": {"kind": …, "detail": …}}`. No work on an index is done on the calling thread.
 */
export class NativeIndex {
  constructor(directory: string);
  /**
   * Opens the index.
   * @param asNew creates an empty index where none exists. Otherwise a missing index is a fault.
   */
  open(asNew: boolean): Promise<string>;
  state(): Promise<string>;
  apply(batch: string): Promise<string>;
  flush(): Promise<string>;
  purge(): Promise<string>;
  contents(): Promise<string>;
  search(question: string, withinMs: number): Promise<string>;
  highlight(highlighting: string): Promise<string>;
  close(): Promise<string>;
}

/** Reads a text as messages are read, at once. Answers its last term, `{"chars": …, "isWord": …}`, or null. */
export function lastTerm(text: string): string;

/** A lock on a file that one process holds at a time. The lock ends with the process. */
export class NativeLock {
  static take(path: string): NativeLock | null;
  release(): void;
}
