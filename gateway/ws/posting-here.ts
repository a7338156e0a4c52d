import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import type { Limiter } from '#gateway/limits/limiter.ts';
import type { Posting } from '#gateway/ports/posting.ts';
import { commandFailures, rateLimited, sessionOver } from '#gateway/present/failures.ts';
import { sendMessageRefusals } from '#gateway/present/message.ts';
import { refusalOf } from '#gateway/present/refusals.ts';

const refusals = { ...sendMessageRefusals, ...commandFailures, ...sessionOver };

/** Posts through the commands of this process. */
export const postingHere =
  (deps: {
    readonly limiter: Limiter;
    readonly sendMessage: Commands['sendMessage'];
    /** Makes an id for the work of one frame. Log lines and event metadata carry it. */
    readonly requestId: () => string;
  }): Posting =>
  async ({ accessToken: _, ...post }) => {
    const tooFast =
      (await deps.limiter.take('messages_per_user', post.actor)) ??
      (await deps.limiter.take('messages_per_user_and_channel', `${post.actor} ${post.channelId}`));
    if (tooFast !== undefined) return left(rateLimited(tooFast));
    const outcome = await deps.sendMessage({ ...post, correlation: deps.requestId() })();
    return isLeft(outcome) ? left(refusalOf(refusals, outcome.left)) : right(outcome.right.value.messageId);
  };
