/**
 * Posts a message through an `api` process, over HTTP and with the author's token. That process judges token, rates,
 * permission and content itself. The attempt's id is the idempotency key, so a repeated post makes one message.
 */
import { isRight, left, right } from 'fp-ts/lib/Either.js';
import type { Post, Posting, PostRefusal } from '#gateway/ports/posting.ts';
import { commandFailures } from '#gateway/present/failures.ts';
import { refusalOf } from '#gateway/present/refusals.ts';
import { meansAgainLater } from '#gateway/protocol/again-later.ts';
import { attachmentsGiven } from '#gateway/protocol/given-attachments.ts';
import { Problem } from '#gateway/protocol/problem.ts';
import { Message } from '#gateway/protocol/resources.ts';
import { LOG_APPEND_WAIT_MAX_MS } from '#infra/log/limits.ts';

export type PostingLimits = {
  /** Milliseconds to wait for the answer. Longer than the API waits for its log, so that its own answer comes first. */
  readonly answerWithinMs: number;
  /** Posts under way at once. One more is refused, `busy`, so that this process does not hold too much. */
  readonly underWay: number;
};
const LIMITS: PostingLimits = { answerWithinMs: 2 * LOG_APPEND_WAIT_MAX_MS, underWay: 512 };
/** Bytes of an answer. A message of the API is far smaller, so a longer answer is not from the API. */
const ANSWER_BYTES_MAX = 256 * 1_024;

const BUSY: PostRefusal = {
  code: 'busy',
  detail: 'Too many messages are being sent at once. Try again in a moment.',
  retryAfterSecs: 1,
};
/**
 * Answer when the outcome is unknown. A repeat with the same key settles it. The log line of the caller names what is
 * away.
 */
const { why: _, ...UNKNOWN } = refusalOf(commandFailures, { kind: 'StoreUnavailable', why: '' });

export type PostingWatch = {
  /** Called when the API did not answer, or something else did. `why` is for the operator and holds no content. */
  readonly lost: (why: string) => void;
};

const pathOf = ({ channelId }: Post): string => `/channels/${encodeURIComponent(channelId)}/messages`;

/** Reads the body. Undefined when it is longer than any answer of the API. */
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
 * True for 401 and unexpected 5xx: the API did not judge the message, so the client must retry. After a 401 this
 * connection is about to expire too.
 */
const nobodyJudged = (status: number, code: string): boolean =>
  status === NOT_LET_IN || (status >= SERVER_FAULTS && !meansAgainLater(code));

/**
 * Posts messages at the API.
 * @param url origin of an `api` process or of a proxy before several, without a slash at the end.
 */
export const postingAtApi = (url: string, watch: PostingWatch, limits: PostingLimits = LIMITS): Posting => {
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
      body: JSON.stringify({
        content: what.content,
        reply_to: what.replyTo,
        ...(what.mentionReplied ? {} : { mention_replied: false }),
        ...(what.attachments.length === 0 ? {} : { attachments: attachmentsGiven(what.attachments) }),
      }),
      // The token would go along with a redirect.
      redirect: 'manual',
      signal: AbortSignal.timeout(limits.answerWithinMs),
    });
    const body = jsonOf(await textOf(response));
    if (response.status === MADE) {
      const message = Message.decode(body);
      return isRight(message) ? right(message.right.message_id) : lost('the answer is not a message');
    }
    const problem = Problem.decode(body);
    if (!isRight(problem) || problem.right.status !== response.status) {
      return lost(`the answer with status ${response.status} is not from the API`);
    }
    const { code, detail, retry_after_secs: retryAfterSecs } = problem.right;
    if (nobodyJudged(response.status, code)) return lost(`the API answered ${code}`);
    return left({ code, detail, ...(retryAfterSecs === undefined ? {} : { retryAfterSecs }) });
  };

  return async (what) => {
    if (underWay >= limits.underWay) return left(BUSY);
    underWay += 1;
    try {
      return await post(what);
    } catch (error) {
      // The error of fetch says only "fetch failed". Its cause names the reason.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return await lost(cause instanceof Error ? cause.message : String(cause));
    } finally {
      underWay -= 1;
    }
  };
};
