/**
 * What the compiled module exports (src/node.rs). JSON text goes in and comes out, as src/wire.rs reads and writes it:
 * `{"ok": …}` or `{"fault": {"kind": …, "detail": …}}`. Nothing is done on the thread that calls.
 */
export class NativeIndex {
  constructor(directory: string);
  /** @param asNew makes an empty index where there is none; otherwise that is damage. */
  open(asNew: boolean): Promise<string>;
  standing(): Promise<string>;
  apply(batch: string): Promise<string>;
  flush(): Promise<string>;
  purge(): Promise<string>;
  contents(): Promise<string>;
  search(question: string, withinMs: number): Promise<string>;
  highlight(highlighting: string): Promise<string>;
  close(): Promise<string>;
}

/** A file that one process holds at a time, and that nobody holds any more when that process ends. */
export class NativeLock {
  static take(path: string): NativeLock | null;
  release(): void;
}
