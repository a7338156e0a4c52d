/** The codec of problems, which HTTP answers and frames carry in the same shape. */

import { count } from '#gateway/protocol/resources.ts';
import { integer, object, type TypeOf, text } from '#gateway/protocol/wire.ts';

/**
 * Problem details (RFC 9457). A program reads the stable `code`, and a person reads in `detail` what to do. `at` and
 * `length` mark the fault inside `field`, in UTF-16 units.
 */
export const Problem = object(
  {
    type: text({ max: 256 }),
    title: text({ max: 256 }),
    status: integer({ min: 400, max: 599 }),
    code: text({ max: 64 }),
    detail: text({ max: 1_024 }),
    request_id: text({ max: 64 }),
  },
  {
    field: text({ max: 256 }),
    retry_after_secs: count,
    at: count,
    length: count,
    done_percent: integer({ min: 0, max: 100 }),
  },
);
export type Problem = TypeOf<typeof Problem>;
