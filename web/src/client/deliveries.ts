/** Messages of ours, handed over in the order they were written; and again where nobody said no to them. */

import { meansAgainLater } from '#gateway/protocol/again-later.ts';
import type { ClientFrame, ServerFrameOf } from '#gateway/protocol/frames.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Store } from '#web/store/store.ts';

/** A message not acknowledged by then is shown as failed; trying again is safe. */
const ACKNOWLEDGED_WITHIN_MS = 20_000;
/** Pauses before a message goes again by itself; after the last it is shown as failed, and a person tries again. */
const AGAIN_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
/** A longer wait is shown to the writer: a message that goes by itself so late would surprise them. */
const AGAIN_LATEST_MS = 60_000;

export type Deliveries = {
  /** Hands over what waits. */
  readonly deliver: () => void;
  /** Takes a refusal of the frame named `ref`. True when the message goes again by itself; no screen shows it then. */
  readonly goesAgain: (refused: ServerFrameOf<'error'>['d']) => boolean;
  /** A person tries again: the pauses begin anew. */
  readonly again: (nonce: string) => void;
  readonly forget: () => void;
};

export const deliveries = (
  platform: Pick<Platform, 'later'>,
  store: Store,
  link: { readonly live: () => boolean; readonly send: (frame: ClientFrame) => void },
): Deliveries => {
  const put = new Map<string, number>();
  const resting = new Map<string, () => void>();
  let handedOver = 0;
  const latest = new Map<string, number>();

  const watch = (nonce: string): void => {
    handedOver += 1;
    const mine = handedOver;
    latest.set(nonce, mine);
    platform.later(ACKNOWLEDGED_WITHIN_MS, () => {
      if (latest.get(nonce) !== mine) return;
      latest.delete(nonce);
      put.delete(nonce);
      const late = store.current().outbox.find((pending) => pending.nonce === nonce);
      if (late?.status !== 'sending' || !link.live()) return;
      const trouble = { code: 'unanswered', detail: 'The server has not confirmed this message.' };
      store.tell({ t: 'send.refused', d: { nonce, trouble } });
    });
  };

  const deliver = (): void => {
    if (!link.live()) return;
    const held = new Set<string>();
    for (const { nonce, channelId, content, status } of store.current().outbox) {
      if (status !== 'waiting') continue;
      // A message written after one that rests waits with it, so that a channel reads as it was written.
      if (resting.has(nonce)) held.add(channelId);
      if (held.has(channelId)) continue;
      link.send({ t: 'message_create', d: { channel_id: channelId, content, nonce } });
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
      const pending = store.current().outbox.find(({ nonce }) => nonce === ref);
      if (pending?.status !== 'sending') return false;
      const times = put.get(ref) ?? 0;
      const pause = Math.max(AGAIN_AFTER_MS[times] ?? Number.POSITIVE_INFINITY, retry_after_secs * 1_000);
      if (!meansAgainLater(code) || pause > AGAIN_LATEST_MS) {
        put.delete(ref);
        return false;
      }
      put.set(ref, times + 1);
      latest.delete(ref);
      store.tell({ t: 'send.deferred', d: { nonce: ref } });
      rest(ref, pause);
      return true;
    },
    again: (nonce) => {
      put.delete(nonce);
      store.tell({ t: 'send.retried', d: { nonce } });
      deliver();
    },
    forget: () => {
      for (const callOff of resting.values()) callOff();
      resting.clear();
      put.clear();
      latest.clear();
    },
  };
};
