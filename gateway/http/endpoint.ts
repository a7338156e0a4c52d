/**
 * A route as one value: it drives the router, the decoding, the limits and the published description, so that
 * what is written about the API and what it does cannot part.
 */
import type { Either } from 'fp-ts/lib/Either.js';
import type { Attempt } from '#commands/commands.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { CommandId, UserId } from '#domain/kernel/ids.ts';
import type { RateName } from '#gateway/limits/rates.ts';
import type { ProblemCode, Refusal } from '#gateway/present/problems.ts';
import type { AnyWire, TypeOf, Wire } from '#gateway/protocol/wire.ts';
import type { Viewer } from '#queries/queries.ts';

export type Fields = { readonly [name: string]: AnyWire };
type Required<F extends Fields> = { readonly [K in keyof F]: TypeOf<F[K]> };
type Optional<F extends Fields> = { readonly [K in keyof F]?: TypeOf<F[K]> };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** `session`: with an access token. `anonymous`: without, counted by address. `open`: neither; answers from memory. */
export type Access = 'session' | 'anonymous' | 'open';

export type Answer =
  | { readonly status: 200 | 201 | 202; readonly says: string; readonly body: AnyWire }
  | { readonly status: 204; readonly says: string };
export const ok = (says: string, body: AnyWire): Answer => ({ status: 200, says, body });
export const created = (says: string, body: AnyWire): Answer => ({ status: 201, says, body });
export const accepted = (says: string, body: AnyWire): Answer => ({ status: 202, says, body });
export const done = (says: string): Answer => ({ status: 204, says });

/** A rate of this route alone, and what it counts by. */
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
  /** The operation's name in the description, in camel case. */
  readonly name: string;
  readonly method: Method;
  /** As in the description: `/guilds/{guild_id}`. */
  readonly path: string;
  readonly slice: string;
  readonly says: string;
  /** Every name in braces, and no other. What does not decode answers as what is not there. */
  readonly params?: P;
  /** All may be left out. */
  readonly query?: Q;
  /** Left out, the route takes no body. An absent body reads as an empty object. */
  readonly body?: Wire<B>;
  readonly limits?: ReadonlyArray<RouteLimit>;
  readonly answer: Answer;
};

/** What a route is asked, decoded. */
export type Asking<P extends Fields, Q extends Fields, B> = {
  readonly params: Required<P>;
  readonly query: Optional<Q>;
  readonly body: B;
  readonly requestId: string;
  /** Of the client, as rates know it. */
  readonly address: string;
  readonly commandId: CommandId;
  readonly header: (name: string) => string | undefined;
};
export type SignedAsking<P extends Fields, Q extends Fields, B> = Asking<P, Q, B> & {
  readonly viewer: Viewer;
  readonly attempt: Attempt;
  readonly atLeast: Position | undefined;
};

export type Reply = {
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  /** Up to where the log stood when this was done, and for whom the token that says so is sealed. */
  readonly position?: { readonly at: Position; readonly holder: UserId };
  readonly stale?: boolean;
};
/** A refusal may carry headers too, as one that takes back a cookie. */
export type Refused = Refusal & { readonly headers?: { readonly [name: string]: string } };
export type Outcome = Promise<Either<Refused, Reply>>;

type Declared = {
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  readonly slice: string;
  readonly says: string;
  readonly params: Fields;
  readonly query: Fields;
  readonly body: AnyWire | undefined;
  readonly limits: ReadonlyArray<RouteLimit>;
  readonly answer: Answer;
  /** Codes that this route may answer with beyond those that every route of its access may. */
  readonly codes: ReadonlyArray<ProblemCode>;
};
/** Methods, not function fields: each route's own types of params, query and body stand behind one common face. */
export type Endpoint =
  | (Declared & {
      readonly access: 'session';
      serve(asking: SignedAsking<Fields, Fields, unknown>): Outcome;
    })
  | (Declared & {
      readonly access: 'anonymous' | 'open';
      serve(asking: Asking<Fields, Fields, unknown>): Outcome;
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
  limits: declaration.limits ?? [],
  answer: declaration.answer,
  codes,
});

export const signedEndpoint = <
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B = undefined,
>(
  declaration: Declaration<P, Q, B>,
  codes: ReadonlyArray<ProblemCode>,
  serve: (asking: SignedAsking<P, Q, B>) => Outcome,
): Endpoint => ({ ...declared(declaration, codes), access: 'session', serve });

export const unsignedEndpoint = <
  P extends Fields = Record<never, never>,
  Q extends Fields = Record<never, never>,
  B = undefined,
>(
  declaration: Declaration<P, Q, B> & { readonly access: 'anonymous' | 'open' },
  codes: ReadonlyArray<ProblemCode>,
  serve: (asking: Asking<P, Q, B>) => Outcome,
): Endpoint => ({ ...declared(declaration, codes), access: declaration.access, serve });
