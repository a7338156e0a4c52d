/**
 * Endpoint: a route of the API as one value. The value drives the router, the decoding, the limits and the published
 * description, so the description is always true.
 */
import type { Either } from 'fp-ts/lib/Either.js';
import type { Attempt } from '#commands/commands.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { CommandId, UserId } from '#domain/kernel/ids.ts';
import type { RateExceeded } from '#gateway/limits/limiter.ts';
import type { RateName } from '#gateway/limits/rates.ts';
import type { SecurityNote } from '#gateway/ports/security-log.ts';
import type { ProblemCode, Refusal } from '#gateway/present/problems.ts';
import type { AnyWire, TypeOf, Wire } from '#gateway/protocol/wire.ts';
import type { Viewer } from '#queries/queries.ts';

export type Fields = { readonly [name: string]: AnyWire };
type Required<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> };
type Optional<F extends Fields> = { readonly [K in keyof F]?: TypeOf<F[K]> };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/**
 * Access to a route. `session` needs an access token. `anonymous` needs none and is counted by address. `open` needs
 * none and is not counted, because it answers from memory.
 */
export type Access = 'session' | 'anonymous' | 'open';

/** Answer that a route declares, with its status and the codec of its body. */
export type DeclaredAnswer =
  | { readonly status: 200 | 201 | 202; readonly says: string; readonly body: AnyWire }
  | { readonly status: 200; readonly says: string; readonly bytes: true }
  | { readonly status: 204; readonly says: string };
export const ok = (says: string, body: AnyWire): DeclaredAnswer => ({ status: 200, says, body });
export const created = (says: string, body: AnyWire): DeclaredAnswer => ({ status: 201, says, body });
export const accepted = (says: string, body: AnyWire): DeclaredAnswer => ({ status: 202, says, body });
/** Declares an answer of bytes, which a range may select. */
export const bytes = (says: string): DeclaredAnswer => ({ status: 200, says, bytes: true });
export const done = (says: string): DeclaredAnswer => ({ status: 204, says });

/** Body that a route takes: its codec, and the bytes beyond which it is refused unread. */
export type DeclaredBody<W extends AnyWire> = { readonly codec: W; readonly bytesMax: number };
export const within = <W extends AnyWire>(bytesMax: number, codec: W): DeclaredBody<W> => ({ codec, bytesMax });

/** Rate of one route, and the key that it counts requests by. */
export type RouteLimit = {
  readonly rate: RateName;
  readonly key: (by: {
    readonly address: string;
    readonly userId: UserId | undefined;
    readonly params: Params;
  }) => string;
};
type Params = { readonly [name: string]: unknown };

export const perAddress = (rate: RateName): RouteLimit => ({ rate, key: ({ address }) => address });
export const perUser = (rate: RateName): RouteLimit => ({ rate, key: ({ userId, address }) => userId ?? address });
export const perUserAndChannel = (rate: RateName): RouteLimit => ({
  rate,
  key: ({ userId, params }) => `${userId} ${String(params['channel_id'])}`,
});

export type Declaration<P extends Fields, Q extends Fields, B> = {
  /** Name of the operation in the description, in camel case. */
  readonly name: string;
  readonly method: Method;
  /** Path with its parameters in braces, such as `/guilds/{guild_id}`. */
  readonly path: string;
  readonly slice: string;
  /** Summary of the route in the description. */
  readonly says: string;
  /** Codecs of the names in braces. A value that does not decode is answered 404, like a thing that does not exist. */
  readonly params?: P;
  /** Codecs of the names in the query. The client may leave out each of them. */
  readonly query?: Q;
  /** Body of the route. Without it the route takes no body. An absent body reads as an empty object. */
  readonly body?: DeclaredBody<Wire<B>>;
  /** True when the body is bytes of any type. The route reads, bounds and refuses them itself. */
  readonly takesBytes?: boolean;
  readonly limits?: ReadonlyArray<RouteLimit>;
  /** True when the route takes the reason of a moderator in a header. It has no body for it. */
  readonly takesReason?: boolean;
  /**
   * True when a success proves a session. Then only a refused request counts as one before authentication, and the
   * route itself decides whom it serves while that rate is full.
   */
  readonly provesSession?: boolean;
  readonly answer: DeclaredAnswer;
  /**
   * True when a long answer is compressed. It holds no secret, and each user whose text stands in it may read all of
   * it, so that its length tells no one anything (decision 0033).
   */
  readonly compressed?: boolean;
};

/** Body of a request that comes as bytes. */
export type IncomingBytes = {
  /** Asks for the body, and gives it in chunks as it arrives. It throws when the client breaks off. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Bytes that the header announced. Undefined for a body in chunks. */
  readonly announced: number | undefined;
  /** Type that the header announced, in lower case and without parameters. */
  readonly type: string | undefined;
};

/** Request of a client to an endpoint, decoded. */
export type EndpointRequest<P extends Fields, Q extends Fields, B> = {
  readonly params: Required<P>;
  readonly query: Optional<Q>;
  readonly body: B;
  /** Body of a route that takes bytes. Undefined for every other route. */
  readonly bytes: IncomingBytes | undefined;
  readonly requestId: string;
  /** Address of the client, as rates count it. */
  readonly address: string;
  /** Rate of the address that is full. Undefined but for a route that proves a session. */
  readonly excess: RateExceeded | undefined;
  readonly commandId: CommandId;
  /** The reason that the header gives. Null without one, and for a route that takes none there. */
  readonly reason: string | null;
  readonly header: (name: string) => string | undefined;
};
/** Request with a valid access token. */
export type SignedRequest<P extends Fields, Q extends Fields, B> = EndpointRequest<P, Q, B> & {
  readonly viewer: Viewer;
  readonly attempt: Attempt;
  readonly atLeast: Position | undefined;
};

/** Headers of an answer. A name with several values is sent several times. */
export type AnswerHeaders = { readonly [name: string]: string | ReadonlyArray<string> };

/** Answer of bytes. They are sent as they come, and a client that reads slowly slows their source down. */
export type ByteAnswer = {
  readonly status: 200 | 206 | 304;
  /** Undefined when there are none to send. */
  readonly source: AsyncIterable<Uint8Array> | undefined;
  readonly headers: AnswerHeaders;
};

/** Answer of an endpoint that did what it was asked. */
export type EndpointAnswer = {
  readonly body?: unknown;
  /** Bytes in place of a body. */
  readonly stream?: ByteAnswer;
  readonly headers?: AnswerHeaders;
  /** Position of the log after this change, and the user that its token is sealed for. */
  readonly position?: { readonly at: Position; readonly holder: UserId };
  readonly stale?: boolean;
  /** Notes for the security log. */
  readonly security?: ReadonlyArray<SecurityNote>;
};
/**
 * Refusal with headers, for example one that clears a cookie. It has a note for the security log when its code alone
 * does not say enough.
 */
export type EndpointRefusal = Refusal & { readonly headers?: AnswerHeaders; readonly security?: SecurityNote };
export type Outcome = Promise<Either<EndpointRefusal, EndpointAnswer>>;

type Declared = {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly slice: string;
  readonly says: string;
  readonly params: Fields;
  readonly query: Fields;
  readonly body: DeclaredBody<AnyWire> | undefined;
  readonly takesBytes: boolean;
  readonly limits: ReadonlyArray<RouteLimit>;
  readonly takesReason: boolean;
  readonly provesSession: boolean;
  readonly answer: DeclaredAnswer;
  readonly compressed: boolean;
  /** Codes of the refusals of this route, beside the codes that every route with its access may answer. */
  readonly codes: ReadonlyArray<ProblemCode>;
};
/** Endpoint with any params, query and body. `serve` is a method, because only then do all endpoints share one type. */
export type Endpoint =
  | (Declared & {
      readonly access: 'session';
      serve(request: SignedRequest<Fields, Fields, unknown>): Outcome;
    })
  | (Declared & {
      readonly access: 'anonymous' | 'open';
      serve(request: EndpointRequest<Fields, Fields, unknown>): Outcome;
    });

const declared = <P extends Fields, Q extends Fields, B>(
  declaration: Declaration<P, Q, B>,
  codes: ReadonlyArray<ProblemCode>,
): Declared => ({
  name: declaration.name,
  method: declaration.method,
  path: declaration.path,
  slice: declaration.slice,
  says: declaration.says,
  params: declaration.params ?? {},
  query: declaration.query ?? {},
  body: declaration.body,
  takesBytes: declaration.takesBytes ?? false,
  limits: declaration.limits ?? [],
  takesReason: declaration.takesReason ?? false,
  provesSession: declaration.provesSession ?? false,
  answer: declaration.answer,
  compressed: declaration.compressed ?? false,
  codes,
});

/** Makes an endpoint that needs an access token. */
export const signedEndpoint = <
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B = undefined,
>(
  declaration: Declaration<P, Q, B>,
  codes: ReadonlyArray<ProblemCode>,
  serve: (request: SignedRequest<P, Q, B>) => Outcome,
): Endpoint => ({ ...declared(declaration, codes), access: 'session', serve });

/** Makes an endpoint that needs no access token. */
export const unsignedEndpoint = <
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B = undefined,
>(
  declaration: Declaration<P, Q, B> & { readonly access: 'anonymous' | 'open' },
  codes: ReadonlyArray<ProblemCode>,
  serve: (request: EndpointRequest<P, Q, B>) => Outcome,
): Endpoint => ({ ...declared(declaration, codes), access: declaration.access, serve });
