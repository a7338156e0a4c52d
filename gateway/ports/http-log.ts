/** What the edge tells the operator. `route` is a template; nothing a person wrote is passed. */
export type HttpLog = {
  readonly answered: (answer: {
    readonly requestId: string;
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly tookMs: number;
    /** What was away and how, where that is why it was refused. */
    readonly why?: string;
  }) => void;
  /** A fault of ours, or the world broke: answered with an opaque 5xx that carries the same request id. */
  readonly failed: (failure: { readonly requestId: string; readonly route: string; readonly error: unknown }) => void;
};
