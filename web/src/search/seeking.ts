/** Brings the message that the route names into view, once its channel is loaded. */

import { createEffect, createSignal, on } from 'solid-js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import type { Router } from '#web/router.ts';
import type { ConversationPane } from '#web/ui/conversation-pane.ts';
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
  where: Pick<Whereabouts, 'channelId' | 'thread' | 'named'>,
): Seeker => {
  const [sought, setSought] = createSignal<MessageRef | null>(null);
  /** The open pane with the conversation of a message. */
  const paneOf = ({ channelId }: MessageRef): ConversationPane | undefined => {
    if (where.thread()?.id === channelId) return 'thread';
    return where.channelId() === channelId ? 'messages' : undefined;
  };
  const seek = (at: MessageRef): void => {
    const pane = paneOf(at);
    if (pane === undefined) return;
    setSought(at);
    client.openChannel(at.channelId, pane);
    client.seek(at);
  };
  // A second visit of the same message is a new route too, and brings the message into view again.
  createEffect(
    on([router.route, () => where.thread()?.place != null], () => {
      setSought(null);
      for (const at of where.named()) seek(at);
    }),
  );
  return {
    soughtIn: (channelId) => {
      const at = sought();
      return at !== null && at.channelId === channelId ? at.messageId : null;
    },
    shown: () => setSought(null),
    again: seek,
  };
};
