import { PROBLEM_DETAIL_CHARS_MAX } from '#gateway/limits/http.ts';
import type { PostRefusal } from '#gateway/ports/posting.ts';
import type { ProblemCode } from '#gateway/present/problems.ts';
import type { ServerFrame } from '#gateway/protocol/frames.ts';

/** Refusal of a frame, with the codes of the API and four codes of the gateway. */
export type FrameRefusal = {
  readonly code: ProblemCode | 'malformed_frame' | 'not_ready' | 'too_many_subscriptions' | 'custom_status_invalid';
  readonly detail: string;
  readonly retryAfterSecs?: number;
  /** Reason of an outage, for the operator's log. No client gets it. */
  readonly why?: string;
};

export const errorFrame = (ref: string, refused: FrameRefusal | PostRefusal): ServerFrame => ({
  t: 'error',
  d: {
    code: refused.code,
    ref,
    detail: refused.detail.slice(0, PROBLEM_DETAIL_CHARS_MAX),
    ...(refused.retryAfterSecs === undefined ? {} : { retry_after_secs: refused.retryAfterSecs }),
  },
});
