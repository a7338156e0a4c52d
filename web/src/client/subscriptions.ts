/** Which channels are listened to: the open one and a few seen lately. Pure bookkeeping over frames. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ClientFrame } from '#gateway/protocol/frames.ts';

/** Coming back to one of so many channels shows it at once, with nothing to load. */
const KEPT_OPEN = 6;

export type Subscriptions = {
  /** Asks for a channel, the most recent first. The channel that falls off the end is unsubscribed. */
  readonly want: (channelId: ChannelId) => void;
  /** The server will not let it be listened to; it is asked for again when it is wanted again. */
  readonly refused: (channelId: ChannelId) => void;
  readonly stands: (channelId: ChannelId) => boolean;
  readonly forgetAll: () => void;
  /** A connection is live, with these subscriptions standing on it. */
  readonly connected: (standing: ReadonlyArray<ChannelId>) => void;
  readonly lost: () => void;
  readonly gone: (stillHere: (channelId: ChannelId) => boolean) => void;
};

export const subscriptions = (send: (frame: ClientFrame) => void): Subscriptions => {
  let wanted: ReadonlyArray<ChannelId> = [];
  /** Asked for on this connection, answered or not. Null while there is none. */
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
    stands: (channelId) => asked?.has(channelId) === true,
    forgetAll: () => {
      wanted = [];
      asked = null;
    },
    connected: (standing) => {
      asked = new Set(standing);
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
