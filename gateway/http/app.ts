import { isLeft } from 'fp-ts/lib/Either.js';
import Koa, { type Context } from 'koa';
import Router, { type RouterContext } from 'koa-router';
import type { Endpoint, Method } from '#gateway/http/endpoint.ts';
import type { SecurityHeaders } from '#gateway/http/middleware/security-headers.ts';
import { type RequestState, trap } from '#gateway/http/middleware/trap.ts';
import { webClient } from '#gateway/http/middleware/web-client.ts';
import { type EndpointDeps, endpointRunner } from '#gateway/http/run-endpoint.ts';
import { type ResponseSender, responseSender } from '#gateway/http/send-response.ts';
import type { Compressions } from '#gateway/ports/compressions.ts';
import type { HttpLog } from '#gateway/ports/http-log.ts';
import type { WebAssets } from '#gateway/ports/web-assets.ts';
import { NOT_FOUND } from '#gateway/present/problems.ts';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
const VERBS: Readonly<Record<Method, Verb>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Writes `/guilds/{guild_id}` as the router does: `/guilds/:guild_id`. */
const routed = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Counts the parts of a path. No parameter spans several parts, so a route matches only paths of its own depth. */
const depthOf = (path: string): number => {
  let depth = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth += 1;
  return depth;
};

/** True when a path names a thing where the other has a parameter, as `/a/me` beside `/a/{id}`. */
const isSpecialCase = (path: string, other: string): boolean => {
  const parts = path.split('/');
  const others = other.split('/');
  const fits = (part: string, at: number): boolean => others[at] === part || others[at]?.startsWith('{') === true;
  return path !== other && parts.length === others.length && parts.every(fits);
};

/** Refuses the method, and names the methods that the path takes. */
const refuseMethod = (sender: ResponseSender, ctx: Context, methods: Iterable<string>): void => {
  const allowed = [...methods].join(', ');
  sender.refuse(ctx, { code: 'method_not_allowed', detail: `Use ${allowed}.`, headers: { Allow: allowed } });
};

const parametersIn = (path: string): number => path.split('{').length - 1;

/**
 * Makes a router for each depth, because a router tries all of its routes. A path with fewer parameters comes first and
 * refuses the methods that it lacks, so that no parameter takes its name for an id.
 */
const routersOf = (
  edge: EndpointDeps,
  endpoints: ReadonlyArray<Endpoint>,
  sender: ResponseSender,
): ReadonlyMap<number, Router<RequestState>> => {
  const routers = new Map<number, Router<RequestState>>();
  const run = endpointRunner(edge);
  const paths = Map.groupBy(endpoints, ({ path }) => path);
  const inOrder = [...paths].toSorted(([a], [b]) => parametersIn(a) - parametersIn(b));
  for (const [path, own] of inOrder) {
    const depth = depthOf(path);
    const router = routers.get(depth) ?? new Router<RequestState>({ sensitive: true, strict: true });
    routers.set(depth, router);
    for (const endpoint of own) {
      const route = `${endpoint.method} ${path}`;
      router[VERBS[endpoint.method]](routed(path), async (ctx) => {
        ctx.state.route = route;
        const outcome = await run(endpoint, ctx, ctx.state.requestId);
        if (isLeft(outcome)) {
          if (outcome.left.why !== undefined) ctx.state.why = outcome.left.why;
          sender.refuse(ctx, outcome.left);
        } else await sender.present(ctx, endpoint, outcome.right);
      });
    }
    if (![...paths.keys()].some((other) => isSpecialCase(path, other))) continue;
    const methods = own.map(({ method }) => method);
    router.all(routed(path), (ctx) => refuseMethod(sender, ctx, methods));
  }
  return routers;
};

/** Answers a request that no route took: 405 on a known path with another method, 404 on any other path. */
const unanswered =
  (sender: ResponseSender) =>
  (ctx: Context & { matched?: ReadonlyArray<{ readonly methods: ReadonlyArray<string> }> }): void => {
    const methods = new Set((ctx.matched ?? []).flatMap((layer) => layer.methods));
    if (methods.size === 0) sender.refuse(ctx, NOT_FOUND);
    else refuseMethod(sender, ctx, methods);
  };

/**
 * Says whether the path can be parsed. A client may send a malformed address as its path, and the parser throws on it.
 */
const hasPath = (ctx: Context): boolean => {
  try {
    return ctx.path !== null;
  } catch {
    return false;
  }
};

export const httpApp = (deps: {
  readonly edge: EndpointDeps;
  readonly endpoints: ReadonlyArray<Endpoint>;
  readonly assets: WebAssets;
  readonly compressions: Compressions;
  readonly headers: SecurityHeaders;
  readonly log: HttpLog;
  readonly freshRequestId: () => string;
  /** Milliseconds of a clock that only runs forward. */
  readonly millis: () => number;
}): Koa<RequestState> => {
  const app = new Koa<RequestState>();
  const sender = responseSender(deps.headers, deps.edge.sealed, deps.compressions);
  app.use(trap({ ...deps, sender }));
  const routers = routersOf(deps.edge, deps.endpoints, sender);
  const routes = new Map([...routers].map(([depth, router]) => [depth, router.routes()]));
  app.use((ctx, next) => (hasPath(ctx) ? next() : sender.refuse(ctx, NOT_FOUND)));
  app.use((ctx, next) => routes.get(depthOf(ctx.path))?.(ctx as RouterContext<RequestState>, next) ?? next());
  app.use(webClient({ assets: deps.assets, sender }));
  app.use(unanswered(sender));
  // A client may leave in the middle of an answer. That is no fault, so it is not logged.
  app.on('error', () => undefined);
  return app;
};
