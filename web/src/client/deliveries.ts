/** Sends the user's messages in the order of writing. Sends a message again unless the server refused it for good. */

import { meansAgainLater } from '#gateway/protocol/again-later.ts';
import type { ClientFrame, ServerFrameOf } from '#gateway/protocol/frames.ts';
import { pauseBefore } from '#web/client/pauses.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Store } from '#web/store/store.ts';

/** A message without an acknowledgement after this time shows as failed. The user can safely try again. */
const ACKNOWLEDGED_WITHIN_MS = 20_000;

export type Deliveries = {
  /** Sends all messages that wait. */
  readonly deliver: () => void;
  /** Takes a refusal of the frame `ref`. True when the client sends the message again, so no screen shows the refusal. */
  readonly goesAgain: (refused: ServerFrameOf<'error'>['d']) => boolean;
  /** Sends a failed message again for the user. The pauses start from the first. */
  readonly again: (nonce: string) => void;
  readonly forget: () => void;
};

export const deliveries = (
  platform: Pick<Platform, 'later'>,
  store: Store,
  link: { readonly live: () => boolean; readonly send: (frame: ClientFrame) => void },
): Deliveries => {
  /** Retries of each message, by its nonce. */
  const retries = new Map<string, number>();
  /** Messages that pause before the next try, each with the way to cancel its timer. */
  const resting = new Map<string, () => void>();
  let handedOver = 0;
  /** The number of the last try of each message, so that an older timer changes nothing. */
  const latest = new Map<string, number>();

  const watch = (nonce: string): void => {
    handedOver += 1;
    const mine = handedOver;
    latest.set(nonce, mine);
    platform.later(ACKNOWLEDGED_WITHIN_MS, () => {
      if (latest.get(nonce) !== mine) return;
      latest.delete(nonce);
      retries.delete(nonce);
      const late = store.current().unconfirmed.find((pending) => pending.nonce === nonce);
      if (late?.status !== 'sending' || !link.live()) return;
      const trouble = {
        code: 'unanswered',
        detail: 'The server did not confirm it. Try again: a message is never sent twice.',
      };
      store.tell({ t: 'send.refused', d: { nonce, trouble } });
    });
  };

  const deliver = (): void => {
    if (!link.live()) return;
    const held = new Set<string>();
    for (const { nonce, channelId, content, replyTo, mentionReplied, files, status } of store.current().unconfirmed) {
      if (status !== 'waiting') continue;
      // A message waits behind an earlier message that rests, so that the channel keeps the order of writing.
      if (resting.has(nonce)) held.add(channelId);
      if (held.has(channelId)) continue;
      const mentions = mentionReplied === undefined ? {} : { mention_replied: mentionReplied };
      const answers = replyTo === null ? {} : { reply_to: replyTo, ...mentions };
      const carries =
        files === undefined
          ? {}
          : {
              attachments: files.map(({ attachment_id, alt = null, spoiler = false }) => ({
                attachment_id,
                alt,
                spoiler,
              })),
            };
      link.send({ t: 'message_create', d: { channel_id: channelId, content, nonce, ...answers, ...carries } });
      store.tell({ t: 'send.handed-over', d: { nonce } });
      watch(nonce);
    }
  };

  const rest = (nonce: string, ms: number): void => {
    const callOff = platform.later(ms, () => {
      resting.delete(nonce);
      deliver();
    });
    resting.set(nonce, callOff);
  };

  return {
    deliver,
    goesAgain: ({ ref, code, retry_after_secs = 0 }) => {
      const pending = store.current().unconfirmed.find(({ nonce }) => nonce === ref);
      if (pending?.status !== 'sending') return false;
      const times = retries.get(ref) ?? 0;
      const pause = pauseBefore(times, retry_after_secs);
      if (!meansAgainLater(code) || pause === null) {
        retries.delete(ref);
        return false;
      }
      retries.set(ref, times + 1);
      latest.delete(ref);
      store.tell({ t: 'send.deferred', d: { nonce: ref } });
      rest(ref, pause);
      return true;
    },
    again: (nonce) => {
      retries.delete(nonce);
      store.tell({ t: 'send.retried', d: { nonce } });
      deliver();
    },
    forget: () => {
      for (const callOff of resting.values()) callOff();
      resting.clear();
      retries.clear();
      latest.clear();
    },
  };
};
