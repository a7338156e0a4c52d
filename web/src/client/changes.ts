/** Sends the user's edits and reactions in their order. Sends a change again unless the server refused it for good. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { Api } from '#web/client/api.ts';
import { passes, pauseBefore } from '#web/client/pauses.ts';
import type { Platform } from '#web/platform/platform.ts';
import { sameTarget } from '#web/store/changes.ts';
import type { PendingChange } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';
import type { HttpAnswer, HttpRefusal } from '#web/wire/http.ts';

export type ChangeSender = {
  /** Sends all changes that wait. */
  readonly deliver: () => void;
  /** Ends all pauses after a new connection and sends all changes that wait. */
  readonly connected: () => void;
  /** Sends a refused change again for the user. The pauses start from the first. */
  readonly again: (key: string) => void;
  readonly forget: () => void;
};

type ChangeRequests = Pick<Api, 'editMessage' | 'react' | 'unreact'>;

const request = (
  api: ChangeRequests,
  { channelId, messageId, change, key }: PendingChange,
): Promise<HttpAnswer<null>> => {
  const at = { channelId, messageId };
  if (change.kind === 'edit') return api.editMessage(at, change.content, key);
  return change.on ? api.react(at, change.emoji, key) : api.unreact(at, change.emoji, key);
};

export const changeSender = (
  platform: Pick<Platform, 'later'>,
  store: Store,
  api: ChangeRequests,
  live: () => boolean,
): ChangeSender => {
  /** Retries of each change, by its key. */
  const retries = new Map<string, number>();
  /** Changes that pause before the next try, each with the way to cancel its timer. */
  const resting = new Map<string, () => void>();
  /** Counts the sessions, so that an answer to an earlier session changes nothing. */
  let session = 0;

  const rest = (key: string, ms: number): void => {
    const callOff = platform.later(ms, () => {
      resting.delete(key);
      deliver();
    });
    resting.set(key, callOff);
  };

  const failed = (key: string, refusal: HttpRefusal): void => {
    const { code, detail, retryAfterSecs } = refusal;
    const times = retries.get(key) ?? 0;
    const pause = passes(refusal) ? pauseBefore(times, retryAfterSecs ?? 0) : null;
    // Without a connection the change waits for the next one, however often it was tried.
    if (pause === null && (live() || !passes(refusal))) {
      retries.delete(key);
      store.tell({ t: 'change.refused', d: { key, trouble: { code, detail } } });
      return;
    }
    retries.set(key, times + 1);
    store.tell({ t: 'change.deferred', d: { key } });
    if (pause !== null) rest(key, pause);
  };

  const send = async (pending: PendingChange): Promise<void> => {
    const mine = session;
    store.tell({ t: 'change.handed-over', d: { key: pending.key } });
    const answer = await request(api, pending);
    if (mine !== session) return;
    if (isLeft(answer)) failed(pending.key, answer.left);
    else {
      retries.delete(pending.key);
      store.tell({ t: 'change.acknowledged', d: { key: pending.key } });
    }
    deliver();
  };

  const deliver = (): void => {
    if (!live()) return;
    const { changes } = store.current();
    for (const [at, pending] of changes.entries()) {
      if (pending.status !== 'waiting' || resting.has(pending.key)) continue;
      const behind = changes
        .slice(0, at)
        .some((earlier) => earlier.status === 'sending' && sameTarget(earlier, pending));
      if (!behind) void send(pending);
    }
  };

  const callOffAll = (): void => {
    for (const callOff of resting.values()) callOff();
    resting.clear();
  };

  return {
    deliver,
    connected: () => {
      callOffAll();
      deliver();
    },
    again: (key) => {
      retries.delete(key);
      store.tell({ t: 'change.retried', d: { key } });
      deliver();
    },
    forget: () => {
      session += 1;
      callOffAll();
      retries.clear();
    },
  };
};
