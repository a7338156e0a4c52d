/** Log of HTTP for the operator. `route` is a template, so no text of a user enters the log. */
export type HttpLog = {
  readonly answered: (answer: {
    readonly requestId: string;
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly tookMs: number;
    /** Reason of an outage, when the outage made the server refuse. */
    readonly why?: string;
  }) => void;
  /** Logs an error that was thrown. The client gets a 5xx without details and with the same request id. */
  readonly failed: (failure: { readonly requestId: string; readonly route: string; readonly error: unknown }) => void;
};
