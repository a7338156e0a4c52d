/** Notifies the user of messages while the device wants that. The part that does it is loaded then, and not before. */

import { createEffect, createSignal, onCleanup } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

/** Keepsake of a device whose user turned the notifications on. */
const KEY = 'notifies';
const [wanted, setWanted] = createSignal(false);
export const isNotifying = wanted;

/** Turns notifications on this device on or off. */
export const notifyHere = (keepsakes: Keepsakes, on: boolean): void => {
  if (on) keepsakes.write(KEY, 'yes');
  else keepsakes.remove(KEY);
  setWanted(on);
};

export type NotifyingScreen = {
  readonly client: Client;
  readonly where: Whereabouts;
  /** The surroundings of a message, for its line of plain text. */
  readonly surroundings: FormattedDeps;
  readonly nameOf: (user: Message['author']) => string;
};

export const followNotifications = (screen: NotifyingScreen): void => {
  setWanted(screen.client.platform.keepsakes.read(KEY) !== null);
  createEffect(() => {
    if (!wanted()) return;
    const over = new AbortController();
    onCleanup(() => over.abort());
    void import('#web/notifications/notifier.ts').then(({ notify }) => {
      if (!over.signal.aborted) notify(screen, over.signal);
    });
  });
};
