import type { Id } from '#domain/kernel/ids.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { PLACE_ABANDONED_MS } from '#domain/kernel/limits.ts';
import { millisOfId } from '#domain/kernel/ulid.ts';

/**
 * True for an id whose attempt is so old that it is not under way any more. A thing that is still missing then was cut
 * short, and its place is free. A retry takes a new place, if there is one.
 */
export const isAbandoned = (id: Id<string>, at: Instant): boolean => millisOf(at) - millisOfId(id) > PLACE_ABANDONED_MS;
