/** Settings tellings: each user hears on all connections the settings that any device or process changed. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { UserId } from '#domain/kernel/ids.ts';
import type { Audience } from '#gateway/dispatch/audience.ts';
import { plainDelivery } from '#gateway/dispatch/delivery.ts';
import type { Listener } from '#gateway/dispatch/listener.ts';
import { SETTINGS_AGAIN_MS } from '#gateway/limits/sockets.ts';
import type { PersonalSettings, Settings } from '#gateway/ports/personal-settings.ts';

export type SettingsTelling = {
  readonly changed: (userId: UserId) => void;
  /** Tells all connected users, because changes may have been missed. */
  readonly missed: () => void;
  readonly stop: () => void;
};

export const settingsTelling = <L extends Listener>(deps: {
  readonly audience: Audience<L>;
  readonly settings: Pick<PersonalSettings, 'of'>;
  readonly later: (ms: number, work: () => void) => () => void;
  readonly failed: (error: unknown) => void;
  /** Hears the settings of each user before the user's connections do. */
  readonly heard: (userId: UserId, settings: Settings) => void;
}): SettingsTelling => {
  const { audience, settings, later } = deps;
  const waiting = new Set<UserId>();
  let telling = false;
  let stopped = false;
  let callOff = (): void => undefined;

  /** Tells users one after the other, so that the last telling of a user holds the last change. */
  const tellAll = async (): Promise<void> => {
    for (const userId of waiting) {
      if (stopped) return;
      waiting.delete(userId);
      if (audience.ofUser(userId).size === 0) continue;
      const view = await settings.of(userId)();
      if (isLeft(view)) {
        waiting.add(userId);
        throw new Error(view.left.why);
      }
      deps.heard(userId, view.right.settings);
      const tell = plainDelivery({ t: 'settings_update', d: { settings: view.right.settings } });
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
    changed: (userId) => {
      waiting.add(userId);
      go();
    },
    missed: () => {
      for (const { userId } of audience.all()) waiting.add(userId);
      go();
    },
    stop: () => {
      stopped = true;
      callOff();
    },
  };
};
