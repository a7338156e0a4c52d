/** Routes about the server itself. */
import { left, right } from 'fp-ts/lib/Either.js';
import { type Endpoint, ok, unsignedEndpoint } from '#gateway/http/endpoint.ts';
import { AddressAnswer, LiveAnswer, ReadyAnswer, ServerAnswer } from '#gateway/protocol/requests.ts';
import { anyObject } from '#gateway/protocol/wire.ts';

const slice = 'server';

export const serverRoutes = (deps: {
  readonly server: () => Promise<ServerAnswer>;
  /** Origins under which the page works, the public one first. */
  readonly origins: ReadonlyArray<string>;
  /** Lists what the server still waits for, in a few words each. The list is empty once the server is ready. */
  readonly readiness: () => Promise<ReadonlyArray<string>>;
  readonly description: () => object;
}): ReadonlyArray<Endpoint> => [
  unsignedEndpoint(
    {
      name: 'readServer',
      method: 'GET',
      path: '/server',
      slice,
      access: 'anonymous',
      says: 'Facts about the server that need no login: its name, its rule of registration, whether it has an owner.',
      answer: ok('The server.', ServerAnswer),
    },
    [],
    async () => right({ body: await deps.server() }),
  ),
  unsignedEndpoint(
    {
      name: 'readAddress',
      method: 'GET',
      path: '/server/address',
      slice,
      access: 'anonymous',
      says: 'The origins under which the page works. A page of another origin cannot connect.',
      answer: ok('The origins.', AddressAnswer),
    },
    [],
    async () => right({ body: { origins: deps.origins } }),
  ),
  unsignedEndpoint(
    {
      name: 'readDescription',
      method: 'GET',
      path: '/openapi.json',
      slice,
      access: 'anonymous',
      says: 'This description.',
      answer: ok('OpenAPI 3.1.', anyObject),
      compressed: true,
    },
    [],
    async () => right({ body: deps.description() }),
  ),
  unsignedEndpoint(
    {
      name: 'probeLive',
      method: 'GET',
      path: '/health/live',
      slice,
      access: 'open',
      says: 'Answers while the process runs.',
      answer: ok('It runs.', LiveAnswer),
    },
    [],
    async () => right({ body: { status: 'live' } }),
  ),
  unsignedEndpoint(
    {
      name: 'probeReady',
      method: 'GET',
      path: '/health/ready',
      slice,
      access: 'open',
      says: 'Answers 200 while the server takes requests: the log can be written, and the read models are caught up.',
      answer: ok('It is ready.', ReadyAnswer),
    },
    ['not_ready'],
    async () => {
      const missing = await deps.readiness();
      return missing.length === 0
        ? right({ body: { status: 'ready' } })
        : left({ code: 'not_ready', detail: `Waiting for ${missing.join(', ')}.`, retryAfterSecs: 1 });
    },
  ),
];
