import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { IDEMPOTENCY_WINDOW_MS, SERVERS_APART_MS } from '#domain/kernel/limits.ts';
import { millisOfId } from '#domain/kernel/ulid.ts';

/** True for an idempotency key that is accepted now. `nowMs` counts from 1970, as the time in the key does. */
export const isAccepted = (key: string, nowMs: number): boolean =>
  Math.abs(millisOfId(key) - nowMs) <= IDEMPOTENCY_WINDOW_MS;

/** True for a moment at which no server can have accepted the key yet. */
export const isBeforeKey = (key: string, at: Instant): boolean =>
  millisOf(at) < millisOfId(key) - IDEMPOTENCY_WINDOW_MS - SERVERS_APART_MS;

/** True for a moment at which no server accepts the key any more, so that no retry brings it. */
export const isAfterKey = (key: string, at: Instant): boolean =>
  millisOf(at) > millisOfId(key) + IDEMPOTENCY_WINDOW_MS + SERVERS_APART_MS;
