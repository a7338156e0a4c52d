import { PROBLEM_DETAIL_CHARS_MAX } from '#gateway/limits/http.ts';
import type { PostRefused } from '#gateway/ports/posting.ts';
import type { ProblemCode } from '#gateway/present/problems.ts';
import type { ServerFrame } from '#gateway/protocol/frames.ts';

/** The gateway's own ways to say no to a frame, beside those it shares with the API. */
export type FrameRefusal = {
  readonly code: ProblemCode | 'malformed_frame' | 'not_ready' | 'too_many_subscriptions';
  readonly detail: string;
  readonly retryAfterSecs?: number;
  /** What is away and how, for the operator's log. No client is told. */
  readonly why?: string;
};

export const errorFrame = (ref: string, refused: FrameRefusal | PostRefused): ServerFrame => ({
  t: 'error',
  d: {
    code: refused.code,
    ref,
    detail: refused.detail.slice(0, PROBLEM_DETAIL_CHARS_MAX),
    ...(refused.retryAfterSecs === undefined ? {} : { retry_after_secs: refused.retryAfterSecs }),
  },
});
