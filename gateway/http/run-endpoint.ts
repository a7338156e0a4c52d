/** Runs every endpoint in one way: authenticate, limit, decode, serve. */
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Context } from 'koa';
import type { Clock } from '#commands/ports/clock.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { CommandId, UserId } from '#domain/kernel/ids.ts';
import type { Endpoint, EndpointAnswer, EndpointRefusal, EndpointRequest, Fields } from '#gateway/http/endpoint.ts';
import type { authenticate, TokenFault } from '#gateway/http/middleware/authenticate.ts';
import { hasBody, readJson, refuseBody } from '#gateway/http/middleware/body.ts';
import { incomingBytes } from '#gateway/http/middleware/incoming-bytes.ts';
import { decodeQuery } from '#gateway/http/query.ts';
import { refusalNote } from '#gateway/http/security-notes.ts';
import type { ForwardingHeaders } from '#gateway/limits/client-address.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SecurityLog, SecurityNote } from '#gateway/ports/security-log.ts';
import { openPosition } from '#gateway/position-token.ts';
import { rateLimited } from '#gateway/present/failures.ts';
import { NOT_FOUND, PROBLEMS, type Refusal, UNAUTHENTICATED } from '#gateway/present/problems.ts';
import { commandIdOf } from '#gateway/protocol/attempt-key.ts';
import { REASON_HEADER, reasonOfHeader } from '#gateway/protocol/reason-header.ts';
import { firstProblem } from '#gateway/protocol/wire.ts';
import type { Viewer } from '#queries/queries.ts';

/** Deps of every endpoint. A request is authenticated and counted with them before it is served. */
export type EndpointDeps = {
  readonly limiter: Limiter;
  readonly authenticate: ReturnType<typeof authenticate>;
  readonly security: SecurityLog;
  readonly addressOf: (peer: string | undefined, headers: ForwardingHeaders) => string;
  readonly sealed: SealedTokens;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<IdSource, 'freshCommandId'>;
};

/** Reads a header of a request. Node joins repeated ones with a comma, and no value that we accept holds a comma. */
const headerOf =
  (ctx: Context) =>
  (name: string): string | undefined => {
    const value = ctx.req.headers[name];
    return typeof value === 'string' ? value : undefined;
  };

const decodeParams = (
  fields: Fields,
  raw: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> | undefined => {
  const decoded: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name]?.decode(raw[name]);
    if (value === undefined || isLeft(value)) return undefined;
    decoded[name] = value.right;
  }
  return decoded;
};

const decodeBody = async (endpoint: Endpoint, ctx: Context): Promise<Either<Refusal, unknown>> => {
  if (endpoint.takesBytes) return right(undefined);
  if (endpoint.body === undefined) return refuseBody(ctx.req);
  const json = hasBody(ctx.req) ? await readJson(ctx, endpoint.body.bytesMax) : right({});
  if (isLeft(json)) return json;
  const body = endpoint.body.codec.decode(json.right);
  if (!isLeft(body)) return body;
  const { path, message } = firstProblem(body.left);
  const said = { code: 'body_invalid', detail: `${path === '' ? 'The body' : path} ${message}.` } as const;
  return left(path === '' ? said : { ...said, field: path });
};

/** Request before its parts are decoded. `viewer` is undefined without a valid access token. */
type Incoming = {
  readonly requestId: string;
  readonly header: (name: string) => string | undefined;
  readonly address: string;
  readonly viewer: Viewer | undefined;
};

/** Says whether the server refused a request. A failure of the server itself is no attempt of the client. */
const isRefused = (outcome: Either<EndpointRefusal, EndpointAnswer>): boolean =>
  isLeft(outcome) && PROBLEMS[outcome.left.code].status < 500;

const notesOf = (
  outcome: Either<EndpointRefusal, EndpointAnswer>,
  known: Either<TokenFault, Viewer> | undefined,
): ReadonlyArray<SecurityNote> => {
  if (!isLeft(outcome)) return outcome.right.security ?? [];
  const note = refusalNote(outcome.left, known !== undefined && isLeft(known) ? known.left : undefined);
  return note === undefined ? [] : [note];
};

export const endpointRunner = (edge: EndpointDeps) => {
  const commandId = (endpoint: Endpoint, key: string | undefined): Either<Refusal, CommandId> => {
    if (endpoint.method === 'GET' || key === undefined) return right(edge.ids.freshCommandId());
    const id = commandIdOf(key, Date.parse(edge.clock.now()));
    return isLeft(id) ? left({ code: 'idempotency_key_invalid', detail: id.left }) : id;
  };

  const atLeast = (token: string | undefined, holder: UserId): Either<Refusal, Position | undefined> => {
    if (token === undefined) return right(undefined);
    const position = openPosition(edge.sealed, holder, token);
    return position !== undefined
      ? right(position)
      : left({ code: 'position_invalid', detail: 'Send a Filament-Position that you were given, or none.' });
  };

  const limit = async (endpoint: Endpoint, viewer: Viewer | undefined, address: string) => {
    if (endpoint.access === 'open') return undefined;
    if (endpoint.provesSession) return edge.limiter.full('anonymous_requests_per_address', address);
    return viewer === undefined
      ? edge.limiter.take('anonymous_requests_per_address', address)
      : edge.limiter.take('requests_per_user', viewer.userId);
  };

  const answer = async (
    endpoint: Endpoint,
    ctx: Context,
    { requestId, header, address, viewer }: Incoming,
  ): Promise<Either<EndpointRefusal, EndpointAnswer>> => {
    const excess = await limit(endpoint, viewer, address);
    if (excess !== undefined && !endpoint.provesSession) return left(rateLimited(excess));
    if (endpoint.access === 'session' && viewer === undefined) return left(UNAUTHENTICATED);

    const params = decodeParams(endpoint.params, ctx['params']);
    if (params === undefined) return left(NOT_FOUND);
    for (const { rate, key } of endpoint.limits) {
      const over = await edge.limiter.take(rate, key({ address, userId: viewer?.userId, params }));
      if (over !== undefined) return left(rateLimited(over));
    }

    const query = decodeQuery(endpoint.query, ctx.querystring);
    if (isLeft(query)) return query;
    const id = commandId(endpoint, header('idempotency-key'));
    if (isLeft(id)) return id;
    const reason = endpoint.takesReason ? reasonOfHeader(header(REASON_HEADER.toLowerCase())) : right(null);
    if (isLeft(reason)) return left({ code: 'reason_invalid', detail: reason.left, field: REASON_HEADER });
    const body = await decodeBody(endpoint, ctx);
    if (isLeft(body)) return body;

    const request: EndpointRequest<Fields, Fields, unknown> = {
      params,
      query: query.right,
      body: body.right,
      bytes: endpoint.takesBytes ? incomingBytes(ctx) : undefined,
      requestId,
      address,
      excess,
      commandId: id.right,
      reason: reason.right,
      header,
    };
    if (endpoint.access !== 'session') return endpoint.serve(request);
    if (viewer === undefined) return left(UNAUTHENTICATED);
    const position = atLeast(header('filament-at-least'), viewer.userId);
    if (isLeft(position)) return position;
    const attempt = { commandId: id.right, actor: viewer.userId, session: viewer.sessionId, correlation: requestId };
    return endpoint.serve({ ...request, viewer, attempt, atLeast: position.right });
  };

  return async (
    endpoint: Endpoint,
    ctx: Context,
    requestId: string,
  ): Promise<Either<EndpointRefusal, EndpointAnswer>> => {
    const header = headerOf(ctx);
    const address = edge.addressOf(ctx.req.socket.remoteAddress, ctx.req.headers);
    const known = endpoint.access === 'session' ? await edge.authenticate(header('authorization')) : undefined;
    const viewer = known === undefined || isLeft(known) ? undefined : known.right;
    const outcome = await answer(endpoint, ctx, { requestId, header, address, viewer });
    if (endpoint.provesSession && isRefused(outcome))
      await edge.limiter.take('anonymous_requests_per_address', address);
    const route = `${endpoint.method} ${endpoint.path}`;
    for (const note of notesOf(outcome, known)) edge.security.noted({ ...viewer, ...note, address, requestId, route });
    return outcome;
  };
};
