import type { Id } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { PLACE_ABANDONED_MS } from '#domain/kernel/limits.ts';
import { millisOfId } from '#domain/kernel/ulid.ts';

/**
 * True for an id whose attempt is so old that it is not under way any more. A thing that is still missing then was cut
 * short, and its place is free. A retry takes a new place, if there is one.
 *
 * @param changedAt when the list of places last changed. The id of a late attempt is older than its place in the list.
 */
export const isAbandoned = (id: Id<string>, changedAt: Instant, at: Instant): boolean =>
  millisOf(at) - Math.max(millisOfId(id), millisOf(changedAt)) > PLACE_ABANDONED_MS;
