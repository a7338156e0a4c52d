/** Personal tellings: each user hears on all connections what any device or process changed in the personal store. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonalUnavailable } from '#domain/kernel/failure.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { SETTINGS_AGAIN_MS } from '#gateway/limits/sockets.ts';
import type { Dispatch } from '#gateway/protocol/dispatches.ts';

export type PersonalTelling<W> = {
  /** Tells a user what `which` is now. */
  readonly changed: (userId: UserId, which: W) => void;
  /** Tells all connected users, because changes may have been missed. */
  readonly missed: () => void;
  readonly stop: () => void;
};

export const personalTelling = <L extends Listener, W extends string | null>(deps: {
  readonly audience: Audience<L>;
  /** Reads what is told. The store decides, so a forged notification leads to a question and to nothing else. */
  readonly read: (userId: UserId, which: W) => TaskEither<PersonalUnavailable, Dispatch>;
  /** Stands for what a user may have missed. */
  readonly anything: W;
  readonly later: (ms: number, work: () => void) => () => void;
  readonly failed: (error: unknown) => void;
}): PersonalTelling<W> => {
  const { audience, read, anything, later } = deps;
  const waiting = new Map<string, { readonly userId: UserId; readonly which: W }>();
  let telling = false;
  let stopped = false;
  let callOff = (): void => undefined;

  const add = (userId: UserId, which: W): void => {
    waiting.set(`${userId} ${which}`, { userId, which });
  };
  /** Tells one after the other, so that the last telling of a user holds the last change. */
  const tellAll = async (): Promise<void> => {
    for (const [key, { userId, which }] of waiting) {
      if (stopped) return;
      waiting.delete(key);
      if (audience.ofUser(userId).size === 0) continue;
      const dispatch = await read(userId, which)();
      if (isLeft(dispatch)) {
        add(userId, which);
        throw new Error(dispatch.left.why);
      }
      const tell = plainDelivery(dispatch.right);
      for (const listener of audience.ofUser(userId)) tell(listener);
    }
  };
  const go = (): void => {
    if (telling || stopped) return;
    telling = true;
    void tellAll()
      .catch((error: unknown) => {
        deps.failed(error);
        callOff = later(SETTINGS_AGAIN_MS, go);
      })
      .finally(() => {
        telling = false;
      });
  };
  return {
    changed: (userId, which) => {
      add(userId, which);
      go();
    },
    missed: () => {
      for (const { userId } of audience.all()) add(userId, anything);
      go();
    },
    stop: () => {
      stopped = true;
      callOff();
    },
  };
};
