/** Ways to a message that may lie anywhere in a channel's history, and on from there in either direction. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Api, HistoryFrom } from '#web/client/api.ts';
import type { Detour, DetourSide } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';
import { messageIn } from '#web/store/timeline.ts';

/** Enough to fill a tall screen on both sides. */
const AROUND_PAGE = 60;

export type Excursions = {
  /** Brings a message into view. An unknown one is read with its surroundings once its channel is subscribed. */
  readonly seek: (at: MessageRef) => void;
  readonly listening: (channelId: ChannelId) => void;
  readonly load: (channelId: ChannelId, side: 'older' | 'newer') => Promise<void>;
  readonly leave: (channelId: ChannelId) => void;
  readonly forget: () => void;
};

/** Undefined where that side has come to its end. */
const cursorOf = ({ seen }: Detour, side: 'older' | 'newer'): MessageId | undefined => {
  if (seen === null) return undefined;
  if (side === 'newer') return seen.after ?? undefined;
  return seen.start.kind === 'after' ? seen.start.before : undefined;
};

export const excursions = (store: Store, api: Pick<Api, 'newKey' | 'history'>): Excursions => {
  let sought: MessageRef | null = null;
  const timelineOf = (channelId: ChannelId) => store.current().timelines[channelId];

  const ask = async (
    channelId: ChannelId,
    side: DetourSide,
    target: MessageId,
    from: HistoryFrom,
    limit?: number,
  ): Promise<void> => {
    const at = { channel_id: channelId, request: api.newKey() };
    store.tell({ t: 'detour.asked', d: { ...at, side, target } });
    const page = await api.history(channelId, from, limit);
    if (isLeft(page)) store.tell({ t: 'detour.failed', d: { ...at, trouble: page.left } });
    else store.tell({ t: 'detour.loaded', d: { ...at, page: page.right } });
  };
  const leave = (channelId: ChannelId): void => store.tell({ t: 'detour.left', d: { channel_id: channelId } });

  const seek = (at: MessageRef): void => {
    const timeline = timelineOf(at.channelId);
    sought = timeline === undefined ? at : null;
    if (timeline === undefined) return;
    if (timeline.start.kind !== 'unloaded' && messageIn(timeline, at.messageId) !== undefined) {
      leave(at.channelId);
      return;
    }
    if (timeline.detour?.seen?.messages.some((message) => message.message_id === at.messageId) === true) return;
    void ask(at.channelId, 'around', at.messageId, { side: 'around', place: at.messageId }, AROUND_PAGE);
  };
  return {
    seek,
    listening: (channelId) => {
      if (sought?.channelId === channelId) seek(sought);
    },
    load: async (channelId, side) => {
      const detour = timelineOf(channelId)?.detour ?? null;
      if (detour === null || detour.request !== null) return;
      const cursor = cursorOf(detour, side);
      if (cursor === undefined) return;
      await ask(channelId, side, detour.target, { side: side === 'older' ? 'before' : 'after', place: cursor });
    },
    leave,
    forget: () => {
      sought = null;
    },
  };
};
