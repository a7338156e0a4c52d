/** The message that the user jumps to. The client opens its channel and then brings it into view. */

import { createSignal } from 'solid-js';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

export type Seeker = {
  readonly seek: (message: Message) => void;
  /** The message to bring into view in this channel, or null. */
  readonly soughtIn: (channelId: ChannelId) => MessageId | null;
  /** Tells that the message is in view, or could not be found. */
  readonly shown: () => void;
};

export const seekingIn = (client: Pick<Client, 'seek' | 'openChannel'>, where: Pick<Whereabouts, 'goTo'>): Seeker => {
  const [sought, setSought] = createSignal<Message | null>(null);
  return {
    seek: (message) => {
      const { channel_id: channelId, message_id: messageId } = message;
      setSought(message);
      where.goTo(message);
      client.openChannel(channelId);
      client.seek({ channelId, messageId });
    },
    soughtIn: (channelId) => {
      const message = sought();
      return message !== null && message.channel_id === channelId ? message.message_id : null;
    },
    shown: () => setSought(null),
  };
};
