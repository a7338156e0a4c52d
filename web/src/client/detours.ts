/** Loads the history around any message of a channel, and further pages in both directions. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { MessageRef } from '#domain/kernel/address.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Api, HistoryStart } from '#web/client/api.ts';
import type { Detour, DetourSide } from '#web/store/state.ts';
import type { Store } from '#web/store/store.ts';
import { messageIn } from '#web/store/timeline.ts';

/** Messages that fill a tall screen on both sides of the target. */
const AROUND_PAGE = 60;

export type Detours = {
  /** Brings a message into view. Reads an unknown message with the history around it, after its channel is subscribed. */
  readonly seek: (at: MessageRef) => void;
  /** Tells that a channel is subscribed now. */
  readonly listening: (channelId: ChannelId) => void;
  readonly load: (channelId: ChannelId, side: 'older' | 'newer') => Promise<void>;
  readonly leave: (channelId: ChannelId) => void;
  readonly forget: () => void;
};

/** Names the message from which the next page goes on. Undefined at the end of that side. */
const cursorOf = ({ seen }: Detour, side: 'older' | 'newer'): MessageId | undefined => {
  if (seen === null) return undefined;
  if (side === 'newer') return seen.after ?? undefined;
  return seen.start.kind === 'after' ? seen.start.before : undefined;
};

export const detours = (store: Store, api: Pick<Api, 'newKey' | 'history'>): Detours => {
  let sought: MessageRef | null = null;
  const timelineOf = (channelId: ChannelId) => store.current().timelines[channelId];

  const ask = async (
    channelId: ChannelId,
    side: DetourSide,
    target: MessageId,
    from: HistoryStart,
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
    void ask(at.channelId, 'around', at.messageId, { side: 'around', at: at.messageId }, AROUND_PAGE);
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
      await ask(channelId, side, detour.target, { side: side === 'older' ? 'before' : 'after', at: cursor });
    },
    leave,
    forget: () => {
      sought = null;
    },
  };
};
