/** Ways to a message that may lie anywhere in a channel's history, and on from there in either direction. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Api, ChannelPlace, HistoryFrom, MessagePlace } from '#web/client/api.ts';
import type { Detour, DetourSide } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';
import { messageIn } from '#web/store/timeline.ts';

/** Enough to fill a tall screen on both sides. */
const AROUND_PAGE = 60;

export type Excursions = {
  /** What is known already stays; anything else is read with what stands around it, as soon as its channel is listened to. */
  readonly seek: (at: MessagePlace) => void;
  readonly listening: (channelId: ChannelId) => void;
  readonly load: (place: ChannelPlace, side: 'older' | 'newer') => Promise<void>;
  readonly leave: (place: ChannelPlace) => void;
  readonly forget: () => void;
};

/** Undefined where that side has come to its end. */
const cursorOf = ({ seen }: Detour, side: 'older' | 'newer'): MessageId | undefined => {
  if (seen === null) return undefined;
  if (side === 'newer') return seen.after ?? undefined;
  return seen.start.kind === 'after' ? seen.start.before : undefined;
};

export const excursions = (store: Store, api: Pick<Api, 'newKey' | 'history'>): Excursions => {
  let sought: MessagePlace | null = null;
  const timelineOf = ({ channelId }: ChannelPlace) => store.current().timelines[channelId];
  const stateOf = (place: ChannelPlace) => ({ guild_id: place.guildId, channel_id: place.channelId });

  const ask = async (
    place: ChannelPlace,
    side: DetourSide,
    target: MessageId,
    from: HistoryFrom,
    limit?: number,
  ): Promise<void> => {
    const at = { ...stateOf(place), request: api.newKey() };
    store.tell({ t: 'detour.asked', d: { ...at, side, target } });
    const page = await api.history(place, from, limit);
    if (isLeft(page)) store.tell({ t: 'detour.failed', d: { ...at, trouble: page.left } });
    else store.tell({ t: 'detour.loaded', d: { ...at, page: page.right } });
  };
  const leave = (place: ChannelPlace): void => store.tell({ t: 'detour.left', d: stateOf(place) });

  const seek = (at: MessagePlace): void => {
    const timeline = timelineOf(at);
    sought = timeline === undefined ? at : null;
    if (timeline === undefined) return;
    if (timeline.start.kind !== 'unloaded' && messageIn(timeline, at.messageId) !== undefined) {
      leave(at);
      return;
    }
    if (timeline.detour?.seen?.messages.some((message) => message.message_id === at.messageId) === true) return;
    void ask(at, 'around', at.messageId, { side: 'around', place: at.messageId }, AROUND_PAGE);
  };
  return {
    seek,
    listening: (channelId) => {
      if (sought?.channelId === channelId) seek(sought);
    },
    load: async (place, side) => {
      const detour = timelineOf(place)?.detour ?? null;
      if (detour === null || detour.request !== null) return;
      const cursor = cursorOf(detour, side);
      if (cursor === undefined) return;
      await ask(place, side, detour.target, { side: side === 'older' ? 'before' : 'after', place: cursor });
    },
    leave,
    forget: () => {
      sought = null;
    },
  };
};
