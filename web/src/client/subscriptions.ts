/** Keeps the subscriptions to the open channel and the last few channels, and sends the frames for them. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ClientFrame } from '#gateway/protocol/frames.ts';

/** Channels that stay subscribed. The client shows such a channel again without loading. */
const KEPT_OPEN = 6;

export type Subscriptions = {
  /** Subscribes to a channel. Unsubscribes the channel that was wanted longest ago when they become too many. */
  readonly want: (channelId: ChannelId) => void;
  /** Forgets a subscription that the server refused. The next `want` asks for it again. */
  readonly refused: (channelId: ChannelId) => void;
  /** True when this connection asked for the channel and the server did not refuse it. */
  readonly asked: (channelId: ChannelId) => boolean;
  readonly forgetAll: () => void;
  /** Takes the subscriptions that a new connection starts with, and asks for the others. */
  readonly connected: (subscribed: ReadonlyArray<ChannelId>) => void;
  readonly lost: () => void;
  /** Forgets the channels that the viewer no longer sees. */
  readonly gone: (stillHere: (channelId: ChannelId) => boolean) => void;
};

export const subscriptions = (send: (frame: ClientFrame) => void): Subscriptions => {
  let wanted: ReadonlyArray<ChannelId> = [];
  /** Channels that this connection asked for, answered or not. Null without a connection. */
  let asked: Set<ChannelId> | null = null;

  const frame = (t: 'subscribe' | 'unsubscribe', channelId: ChannelId): ClientFrame => ({
    t,
    d: { channel_id: channelId, ref: channelId },
  });
  const settle = (): void => {
    if (asked === null) return;
    for (const channelId of asked) {
      if (wanted.includes(channelId)) continue;
      asked.delete(channelId);
      send(frame('unsubscribe', channelId));
    }
    for (const channelId of wanted) {
      if (asked.has(channelId)) continue;
      asked.add(channelId);
      send(frame('subscribe', channelId));
    }
  };
  return {
    want: (channelId) => {
      wanted = [channelId, ...wanted.filter((kept) => kept !== channelId)].slice(0, KEPT_OPEN);
      settle();
    },
    refused: (channelId) => {
      wanted = wanted.filter((kept) => kept !== channelId);
      asked?.delete(channelId);
    },
    asked: (channelId) => asked?.has(channelId) === true,
    forgetAll: () => {
      wanted = [];
      asked = null;
    },
    connected: (subscribed) => {
      asked = new Set(subscribed);
      settle();
    },
    lost: () => {
      asked = null;
    },
    gone: (stillHere) => {
      wanted = wanted.filter(stillHere);
      for (const channelId of asked ?? []) if (!stillHere(channelId)) asked?.delete(channelId);
    },
  };
};
