import type { Middleware } from 'koa';
import type { Answering } from '#gateway/http/send-response.ts';
import type { HttpLog } from '#gateway/ports/http-log.ts';
import { LogAway } from '#gateway/ports/session-liveness.ts';
import { commandFailures } from '#gateway/present/failures.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { refusalOf } from '#gateway/present/refusals.ts';

/** What the middleware tell each other of one request. */
export type RequestState = {
  requestId: string;
  /** The route's template, never the path as it was written. */
  route: string;
  /** What was away, if that is why it was refused. */
  why?: string;
};
export const UNROUTED = '(none)';
const AWAY = refusalOf(commandFailures, { kind: 'StoreUnavailable', why: '' });
const BROKE: Refusal = {
  code: 'internal',
  detail: 'It was written down. Tell whoever runs the server the request id.',
};

/**
 * The outermost layer: names the request, tells the operator what became of it, and turns whatever was thrown
 * into one opaque answer. Only the request's id ties the two together.
 */
export const trap =
  (deps: {
    readonly answers: Answering;
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
      if (!ctx.res.headersSent) deps.answers.refuse(ctx, error instanceof LogAway ? AWAY : BROKE);
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
