import { meansAgainLater } from '#gateway/protocol/again-later.ts';

/** Codes of failures that the user did not cause: the server did not answer, or could not. */
const OF_THE_WORLD: ReadonlySet<string> = new Set(['unreachable', 'unanswered', 'internal', 'no_reason_given']);

/** True for a refusal after which the same request may succeed. The server gave no answer, is broken, or is busy. */
export const passes = ({ code, status }: { readonly code: string; readonly status?: number }): boolean =>
  OF_THE_WORLD.has(code) || meansAgainLater(code) || status === 0 || (status ?? 0) >= 500;

/** Pauses before the client sends the same again. After the last one it gives up and tells the user. */
const AGAIN_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
/** A longer pause ends the tries, because a message sent so late would surprise its writer. */
const AGAIN_LATEST_MS = 60_000;

/**
 * Answers the milliseconds to wait before the next try, or null to give up.
 *
 * @param times The number of retries until now.
 * @param retryAfterSecs The seconds that the server asks for, or 0.
 */
export const pauseBefore = (times: number, retryAfterSecs: number): number | null => {
  const pause = Math.max(AGAIN_AFTER_MS[times] ?? Number.POSITIVE_INFINITY, retryAfterSecs * 1_000);
  return pause > AGAIN_LATEST_MS ? null : pause;
};
