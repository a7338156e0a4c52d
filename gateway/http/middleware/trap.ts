import type { Middleware } from 'koa';
import { refuse } from '#gateway/http/respond.ts';
import type { HttpLog } from '#gateway/ports/http-log.ts';

/** What the middleware tell each other of one request. */
export type RequestState = {
  requestId: string;
  /** The route's template, never the path as it was written. */
  route: string;
};
export const UNROUTED = '(none)';

/**
 * The outermost layer: names the request, tells the operator what became of it, and turns whatever was thrown
 * into one opaque answer. Only the request's id ties the two together.
 */
export const trap =
  (deps: {
    readonly log: HttpLog;
    readonly freshRequestId: () => string;
    readonly millis: () => number;
  }): Middleware<RequestState> =>
  async (ctx, next) => {
    const begun = deps.millis();
    const requestId = deps.freshRequestId();
    ctx.state.requestId = requestId;
    ctx.state.route = UNROUTED;
    ctx.set('X-Request-Id', requestId);
    try {
      await next();
    } catch (error) {
      deps.log.failed({ requestId, route: ctx.state.route, error });
      refuse(
        ctx,
        { code: 'internal', detail: 'It was written down. Tell whoever runs the server the request id.' },
        requestId,
      );
    }
    const { route } = ctx.state;
    deps.log.answered({ requestId, method: ctx.method, route, status: ctx.status, tookMs: deps.millis() - begun });
  };
