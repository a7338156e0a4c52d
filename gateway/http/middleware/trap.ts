import type { Middleware } from 'koa';
import type { ResponseSender } from '#gateway/http/send-response.ts';
import type { HttpLog } from '#gateway/ports/http-log.ts';
import { LogAway } from '#gateway/ports/session-liveness.ts';
import { commandFailures } from '#gateway/present/failures.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { refusalOf } from '#gateway/present/refusals.ts';

/** State of one request, shared by its middleware. */
export type RequestState = {
  requestId: string;
  /** Template of the route, never the path that the client wrote. */
  route: string;
  /** Reason of an outage, when the outage made the server refuse. */
  why?: string;
};
export const UNROUTED = '(none)';
const AWAY = refusalOf(commandFailures, { kind: 'StoreUnavailable', why: '' });
const BROKE: Refusal = {
  code: 'internal',
  detail: 'The server logged the fault. Tell its operator the request id.',
};

/**
 * Names each request, logs how it ended, and turns a thrown error into an answer without details. It is the outermost
 * middleware. The request id ties the answer to the line in the log.
 */
export const trap =
  (deps: {
    readonly sender: ResponseSender;
    readonly log: HttpLog;
    readonly freshRequestId: () => string;
    readonly millis: () => number;
  }): Middleware<RequestState> =>
  async (ctx, next) => {
    const begun = deps.millis();
    const requestId = deps.freshRequestId();
    ctx.state.requestId = requestId;
    ctx.state.route = UNROUTED;
    try {
      await next();
    } catch (error) {
      deps.log.failed({ requestId, route: ctx.state.route, error });
      if (!ctx.res.headersSent) deps.sender.refuse(ctx, error instanceof LogAway ? AWAY : BROKE);
    }
    const { route } = ctx.state;
    deps.log.answered({
      requestId,
      method: ctx.method,
      route,
      status: ctx.res.statusCode,
      tookMs: deps.millis() - begun,
      ...(ctx.state.why === undefined ? {} : { why: ctx.state.why }),
    });
  };
