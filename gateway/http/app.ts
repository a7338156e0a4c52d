import { isLeft } from 'fp-ts/lib/Either.js';
import Koa, { type Context } from 'koa';
import Router, { type RouterContext } from 'koa-router';
import type { Endpoint, Method, Refused } from '#gateway/http/endpoint.ts';
import type { SecurityHeaders } from '#gateway/http/middleware/security-headers.ts';
import { type RequestState, trap } from '#gateway/http/middleware/trap.ts';
import { webClient } from '#gateway/http/middleware/web-client.ts';
import { type Edge, perform } from '#gateway/http/run-endpoint.ts';
import { type Answering, answering } from '#gateway/http/send-response.ts';
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

/** `/guilds/{guild_id}` as the router writes it. */
const routed = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** How many parts a path has. No part of ours spans several, so a route matches only paths of as many. */
const depthOf = (path: string): number => {
  let depth = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) depth += 1;
  return depth;
};

/** A router for every depth, since a router tries all of its routes. */
const routersOf = (
  edge: Edge,
  endpoints: ReadonlyArray<Endpoint>,
  answers: Answering,
): ReadonlyMap<number, Router<RequestState>> => {
  const routers = new Map<number, Router<RequestState>>();
  const answer = perform(edge);
  for (const endpoint of endpoints) {
    const depth = depthOf(endpoint.path);
    const router = routers.get(depth) ?? new Router<RequestState>({ sensitive: true, strict: true });
    routers.set(depth, router);
    const route = `${endpoint.method} ${endpoint.path}`;
    router[VERBS[endpoint.method]](routed(endpoint.path), async (ctx) => {
      ctx.state.route = route;
      const outcome = await answer(endpoint, ctx, ctx.state.requestId);
      if (isLeft(outcome)) {
        if (outcome.left.why !== undefined) ctx.state.why = outcome.left.why;
        answers.refuse(ctx, outcome.left);
      } else answers.present(ctx, endpoint, outcome.right);
    });
  }
  return routers;
};

/** What nothing above answered. A known path asked in another way says so; everything else looks alike. */
const unanswered =
  (answers: Answering) =>
  (ctx: Context & { matched?: ReadonlyArray<{ readonly methods: ReadonlyArray<string> }> }): void => {
    const methods = new Set((ctx.matched ?? []).flatMap((layer) => layer.methods));
    const allowed = [...methods].join(', ');
    const refused: Refused =
      methods.size === 0
        ? NOT_FOUND
        : { code: 'method_not_allowed', detail: `Ask with ${allowed}.`, headers: { Allow: allowed } };
    answers.refuse(ctx, refused);
  };

/** A whole address in the place of a path may be none; the parser throws on it, and nothing broke. */
const hasPath = (ctx: Context): boolean => {
  try {
    return ctx.path !== null;
  } catch {
    return false;
  }
};

export const httpApp = (deps: {
  readonly edge: Edge;
  readonly endpoints: ReadonlyArray<Endpoint>;
  readonly assets: WebAssets;
  readonly headers: SecurityHeaders;
  readonly log: HttpLog;
  readonly freshRequestId: () => string;
  /** A clock that only runs forward, in milliseconds. */
  readonly millis: () => number;
}): Koa<RequestState> => {
  const app = new Koa<RequestState>();
  const answers = answering(deps.headers, deps.edge.sealed);
  app.use(trap({ ...deps, answers }));
  const routers = routersOf(deps.edge, deps.endpoints, answers);
  const routes = new Map([...routers].map(([depth, router]) => [depth, router.routes()]));
  app.use((ctx, next) => (hasPath(ctx) ? next() : answers.refuse(ctx, NOT_FOUND)));
  app.use((ctx, next) => routes.get(depthOf(ctx.path))?.(ctx as RouterContext<RequestState>, next) ?? next());
  app.use(webClient({ assets: deps.assets, answers }));
  app.use(unanswered(answers));
  // A client that went away in the middle of an answer is no fault of anybody's.
  app.on('error', () => undefined);
  return app;
};
