/** Asks an object store: bounds every wait, and repeats what may be repeated. */
import { setTimeout as pause } from 'node:timers/promises';
import { pauseMs, spread } from '#infra/ground/back-off.ts';
import { UPLOAD_BYTES_PER_SECOND_MIN } from '../limits.ts';
import { BlobsAway } from './blobs.ts';

const ATTEMPTS = 3;
const PAUSES = { firstMs: 100, longestMs: 1_000 };
/** Answers of a store that is busy or is restarting. */
const BUSY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);
/** Answers that have no body. */
const BARE: ReadonlySet<number> = new Set([204, 205, 304]);

const silent = (): BlobsAway => new BlobsAway('the object store did not answer in time');

/** Rejects with BlobsAway when a promise takes longer. */
export const within = async <A>(ms: number, promise: Promise<A>): Promise<A> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(silent()), ms);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
};

const bytesIn = (body: unknown): number => (body instanceof Uint8Array ? body.byteLength : 0);

/** The completion of an upload is the one request that fails when it is done twice. */
const mayRepeat = (method: string | undefined, url: string): boolean =>
  method !== 'POST' || URL.parse(url)?.searchParams.has('uploads') === true;

const whole = async (response: Response): Promise<Response> =>
  new Response(BARE.has(response.status) ? null : await response.arrayBuffer(), response);

type Patience = {
  /** Whether an answer is read before it is returned, or its body is streamed to the caller, who bounds the waits then. */
  readonly body: 'whole' | 'streamed';
  readonly silentMs: number;
  /** Ends every request. */
  readonly closing: AbortSignal;
};

/**
 * Makes a `fetch` that follows no redirect, because it would sign a request for another host. All attempts together take
 * as long as one request may.
 */
export const patientFetch =
  ({ body, silentMs, closing }: Patience): typeof fetch =>
  async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const late = new AbortController();
    const ms = silentMs + (bytesIn(init?.body) / UPLOAD_BYTES_PER_SECOND_MIN) * 1_000;
    const timer = setTimeout(() => late.abort(silent()), ms);
    const signal = AbortSignal.any([late.signal, closing]);
    const ask = async (): Promise<Response> => {
      const response = await fetch(url, { ...init, signal, redirect: 'error' });
      return body === 'whole' || !response.ok ? whole(response) : response;
    };
    try {
      for (let attempt = 1; ; attempt += 1) {
        const lastOne = attempt === ATTEMPTS || !mayRepeat(init?.method, url);
        try {
          const response = await ask();
          if (lastOne || !BUSY.has(response.status)) return response;
        } catch (error) {
          if (signal.aborted) throw signal.reason;
          if (lastOne) throw error;
        }
        await pause(spread(pauseMs(PAUSES, attempt - 1), Math.random()), undefined, { signal }).catch(() => {
          throw signal.reason;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  };
