/** Which channels are listened to: the open one and a few seen lately. Pure bookkeeping over frames. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ClientFrame } from '#gateway/protocol/frames.ts';
import type { ChannelPlace } from '#web/client/api.ts';

/** Coming back to one of so many channels shows it at once, with nothing to load. */
const KEPT_OPEN = 6;

export type Subscriptions = {
  /** Wanted now; most recent first. What falls off the end is unsubscribed. */
  readonly want: (place: ChannelPlace) => void;
  /** The server will not let it be listened to; it is asked for again when it is wanted again. */
  readonly refused: (channelId: ChannelId) => void;
  readonly stands: (channelId: ChannelId) => boolean;
  readonly forgetAll: () => void;
  /** A connection is live, with these subscriptions standing on it. */
  readonly connected: (standing: ReadonlyArray<ChannelPlace>) => void;
  readonly lost: () => void;
  readonly gone: (stillHere: (place: ChannelPlace) => boolean) => void;
};

export const subscriptions = (send: (frame: ClientFrame) => void): Subscriptions => {
  let wanted: ReadonlyArray<ChannelPlace> = [];
  /** Asked for on this connection, answered or not. Null while there is none. */
  let asked: Map<string, ChannelPlace> | null = null;

  const frame = (t: 'subscribe' | 'unsubscribe', { guildId, channelId }: ChannelPlace): ClientFrame => ({
    t,
    d: { guild_id: guildId, channel_id: channelId, ref: channelId },
  });
  const settle = (): void => {
    if (asked === null) return;
    for (const [id, place] of asked) {
      if (wanted.some((kept) => kept.channelId === id)) continue;
      asked.delete(id);
      send(frame('unsubscribe', place));
    }
    for (const place of wanted) {
      if (asked.has(place.channelId)) continue;
      asked.set(place.channelId, place);
      send(frame('subscribe', place));
    }
  };
  return {
    want: (place) => {
      wanted = [place, ...wanted.filter((kept) => kept.channelId !== place.channelId)].slice(0, KEPT_OPEN);
      settle();
    },
    refused: (channelId) => {
      wanted = wanted.filter((place) => place.channelId !== channelId);
      asked?.delete(channelId);
    },
    stands: (channelId) => asked?.has(channelId) === true,
    forgetAll: () => {
      wanted = [];
      asked = null;
    },
    connected: (standing) => {
      asked = new Map(standing.map((place) => [place.channelId, place]));
      settle();
    },
    lost: () => {
      asked = null;
    },
    gone: (stillHere) => {
      wanted = wanted.filter(stillHere);
      for (const [id, place] of asked ?? []) if (!stillHere(place)) asked?.delete(id);
    },
  };
};
