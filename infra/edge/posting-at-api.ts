/**
 * Posts by another process: one that plays `api`, asked over its own HTTP with the token of whoever posts. It trusts
 * this process with nothing: token, rates, permission and content are its own to judge. The attempt's name goes along
 * as the idempotency key, so a post whose answer was lost is made once, however it is tried again.
 */
import { isRight, left, right } from 'fp-ts/lib/Either.js';
import { LOG_APPEND_WAIT_MAX_MS } from '#domain/kernel/limits.ts';
import type { Post, Posting, PostRefused } from '#gateway/ports/posting.ts';
import { commandFailures } from '#gateway/present/failures.ts';
import { refusalOf } from '#gateway/present/refusals.ts';
import { meansAgainLater } from '#gateway/protocol/again-later.ts';
import { Message, Problem } from '#gateway/protocol/resources.ts';

export type PostingBounds = {
  /** Milliseconds; longer than that process itself waits for its log, so that its own answer comes first. */
  readonly answerWithinMs: number;
  /** Posts on their way at once; beyond it people are asked to wait, before this process holds too much for them. */
  readonly underWay: number;
};
const BOUNDS: PostingBounds = { answerWithinMs: 2 * LOG_APPEND_WAIT_MAX_MS, underWay: 512 };
/** A message as the API presents it fits many times; who sends more is not the API. */
const ANSWER_BYTES_MAX = 256 * 1_024;

const BUSY: PostRefused = { code: 'busy', detail: 'Many write just now. Try again in a moment.', retryAfterSecs: 1 };
/** It may have been taken in or not: the same again, under the same name, settles it. What is away is told by itself. */
const { why: _, ...UNKNOWN } = refusalOf(commandFailures, { kind: 'StoreUnavailable', why: '' });

export type PostingWatch = {
  /** What answered is not the API, or nothing did. Called with what the operator can look into, and no content. */
  readonly lost: (why: string) => void;
};

const pathOf = ({ channelId }: Post): string => `/channels/${encodeURIComponent(channelId)}/messages`;

/** The body, or undefined when it is more than anything the API says. */
const textOf = async (response: Response): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const jsonOf = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

const MADE = 201;
const NOT_LET_IN = 401;
const SERVER_FAULTS = 500;
/**
 * It still starts, or broke on the way; or the token, good enough here, has just run out there: then this connection ends
 * in a moment as well, and what its client says again comes with another.
 */
const nobodyJudged = (status: number, code: string): boolean =>
  status === NOT_LET_IN || (status >= SERVER_FAULTS && !meansAgainLater(code));

/** @param url of an `api` process, or of a proxy before several: an origin without a slash at the end. */
export const postingAtApi = (url: string, watch: PostingWatch, bounds: PostingBounds = BOUNDS): Posting => {
  let underWay = 0;

  const lost = (why: string): ReturnType<Posting> => {
    watch.lost(why);
    return Promise.resolve(left(UNKNOWN));
  };

  const post: Posting = async (what) => {
    const response = await fetch(`${url}${pathOf(what)}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${what.accessToken}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': what.commandId,
      },
      body: JSON.stringify({ content: what.content, reply_to: what.replyTo }),
      // To wherever it led, the token would go along.
      redirect: 'manual',
      signal: AbortSignal.timeout(bounds.answerWithinMs),
    });
    const body = jsonOf(await textOf(response));
    if (response.status === MADE) {
      const message = Message.decode(body);
      return isRight(message) ? right(message.right.message_id) : lost('an answer that is no message');
    }
    const problem = Problem.decode(body);
    if (!isRight(problem) || problem.right.status !== response.status) {
      return lost(`an answer with status ${response.status} that is none of the API`);
    }
    const { code, detail, retry_after_secs: retryAfterSecs } = problem.right;
    if (nobodyJudged(response.status, code)) return lost(`the API answered ${code}`);
    return left({ code, detail, ...(retryAfterSecs === undefined ? {} : { retryAfterSecs }) });
  };

  return async (what) => {
    if (underWay >= bounds.underWay) return left(BUSY);
    underWay += 1;
    try {
      return await post(what);
    } catch (error) {
      // What fetch throws says "fetch failed"; the reason stands behind it.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return await lost(cause instanceof Error ? cause.message : String(cause));
    } finally {
      underWay -= 1;
    }
  };
};
