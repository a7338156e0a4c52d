import type { Id } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { PLACE_ABANDONED_MS } from '#domain/kernel/limits.ts';
import { millisOfId } from '#domain/kernel/ulid.ts';

/**
 * True when the attempt that made the id is too old to be under way. If the guild or channel is still missing, its
 * attempt was cut short and its place is free. A retry takes another place, if one is left.
 *
 * @param changedAt when the list of places last changed. A place may be newer than the key of its attempt.
 */
export const isAbandoned = (id: Id<string>, changedAt: Instant, at: Instant): boolean =>
  millisOf(at) - Math.max(millisOfId(id), millisOf(changedAt)) > PLACE_ABANDONED_MS;
