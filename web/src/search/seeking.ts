/** Brings the message that the route names into view, once its channel is loaded. */

import { createEffect, createSignal, on } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { Router } from '#web/router.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

export type Seeker = {
  /** The message to bring into view in this channel, or null. */
  readonly soughtIn: (channelId: ChannelId) => MessageId | null;
  /** Tells that the message is in view, or could not be found. */
  readonly shown: () => void;
  /** Looks for a message of a channel that could not be loaded once more. */
  readonly again: (at: MessageRef) => void;
};

export const seekingIn = (
  client: Pick<Client, 'seek' | 'openChannel'>,
  router: Router,
  where: Pick<Whereabouts, 'channelId'>,
): Seeker => {
  const [sought, setSought] = createSignal<MessageRef | null>(null);
  const seek = (at: MessageRef): void => {
    setSought(at);
    client.openChannel(at.channelId);
    client.seek(at);
  };
  // A second visit of the same message is a new route too, and brings the message into view again.
  createEffect(
    on(router.route, (route) => {
      const named = route.kind === 'guild' && route.channelId !== null && route.messageId !== null;
      if (!named || where.channelId() !== route.channelId) {
        setSought(null);
        return;
      }
      seek({ channelId: route.channelId, messageId: route.messageId });
    }),
  );
  return {
    soughtIn: (channelId) => {
      const at = sought();
      return at !== null && at.channelId === channelId ? at.messageId : null;
    },
    shown: () => setSought(null),
    again: (at) => {
      if (where.channelId() === at.channelId) seek(at);
    },
  };
};
