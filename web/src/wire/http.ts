/** Requests over HTTP. Each answers a decoded value or a refusal, and never throws. */

import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import { knownParts } from '#gateway/protocol/known-parts.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import { REASON_HEADER, reasonInHeader } from '#gateway/protocol/reason-header.ts';
import type { Wire } from '#gateway/protocol/wire.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Trouble } from '#web/store/state.ts';

/** UTF-16 units of an answer. A longer answer becomes a refusal, and its rest is not read. */
const ANSWER_CHARS_MAX = 8 * 1024 * 1024;
const POSITION_CHARS_MAX = 1_024;
/** Milliseconds until a request is given up. A create carries an idempotency key, so a retry is safe. */
const ANSWER_WITHIN_MS = 20_000;

/** A request that failed. `status` is 0 when no usable answer came. */
export type HttpRefusal = Trouble & {
  readonly status: number;
  readonly field: string | null;
  readonly retryAfterSecs: number | null;
  /** The invalid part of the field, in UTF-16 units. */
  readonly within: { readonly at: number; readonly length: number } | null;
  readonly donePercent: number | null;
};
export type HttpAnswer<A> = Either<HttpRefusal, A>;

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** Idempotency key, the same for every try of one attempt. */
  readonly key?: string;
  /** Reason for the audit log, of a request without a body. An empty one is left out. */
  readonly reason?: string;
  readonly accessToken?: string | undefined;
  /** True for a command that is decided on what the server reads, such as an undo. It must read this client's writes. */
  readonly readsFirst?: boolean;
  /** Position token. The answer includes every event up to this position. */
  readonly atLeast?: string | undefined;
  /** Ends the request when the client no longer needs its answer. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the position token that the server answers after a command. */
  readonly heardPosition?: (position: string) => void;
};

export const refusal = (status: number, code: string, detail: string): HttpRefusal => ({
  status,
  code,
  detail,
  field: null,
  retryAfterSecs: null,
  within: null,
  donePercent: null,
});

const textOf = async (response: Response): Promise<string | undefined> => {
  if (response.body === null) return '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
    if (text.length > ANSWER_CHARS_MAX) {
      await reader.cancel();
      return undefined;
    }
  }
};

export const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads the refusal in an answer. */
export const refused = (status: number, body: unknown): HttpRefusal => {
  const problem = Problem.decode(knownParts(Problem.schema, body));
  if (isLeft(problem))
    return refusal(status, 'no_reason_given', `The server answered with status ${status}. Try again in a moment.`);
  const { code, detail, field, retry_after_secs, at, length, done_percent } = problem.right;
  return {
    status,
    code,
    detail,
    field: field ?? null,
    retryAfterSecs: retry_after_secs ?? null,
    within: at === undefined ? null : { at, length: length ?? 0 },
    donePercent: done_percent ?? null,
  };
};

const init = (
  { method, body, key, reason = '', accessToken, atLeast }: HttpRequest,
  signal: AbortSignal,
): RequestInit => {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (key !== undefined) headers.set('idempotency-key', key);
  if (reason.trim() !== '') headers.set(REASON_HEADER, reasonInHeader(reason));
  if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`);
  if (atLeast !== undefined) headers.set('filament-at-least', atLeast);
  return { method, headers, signal, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
};

const exchange = async (platform: Platform, asked: HttpRequest): Promise<HttpAnswer<unknown>> => {
  try {
    const late = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const signal = asked.signal === undefined ? late : AbortSignal.any([late, asked.signal]);
    const response = await platform.fetch(asked.path, init(asked, signal));
    const text = await textOf(response);
    if (text === undefined)
      return left(
        refusal(
          response.status,
          'answer_too_long',
          'The server sent an answer that is too long. Try again in a moment.',
        ),
      );
    const body = text === '' ? undefined : parsed(text);
    const position = response.headers.get('filament-position');
    if (position !== null && position.length <= POSITION_CHARS_MAX) asked.heardPosition?.(position);
    return response.ok ? right(body) : left(refused(response.status, body));
  } catch {
    return left(refusal(0, 'unreachable', 'The server did not answer. Check your connection and try again.'));
  }
};

/** Sends a request and decodes its answer. Fields that a newer server adds are passed over. */
export const ask = async <A>(platform: Platform, asked: HttpRequest, codec: Wire<A>): Promise<HttpAnswer<A>> => {
  const answer = await exchange(platform, asked);
  if (isLeft(answer)) return answer;
  const decoded = codec.decode(knownParts(codec.schema, answer.right));
  return isLeft(decoded)
    ? left(refusal(0, 'answer_malformed', 'This page does not understand the answer of the server. Reload the page.'))
    : right(decoded.right);
};

/** Sends a request whose answer holds no value that the client needs. */
export const tell = async (platform: Platform, asked: HttpRequest): Promise<HttpAnswer<null>> => {
  const answer = await exchange(platform, asked);
  return isLeft(answer) ? answer : right(null);
};
