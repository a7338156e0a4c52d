/** Where the user left each channel, so that coming back shows the same messages. It lasts as long as the page. */

import { type ChannelId, MessageId } from '#domain/kernel/ids.ts';
import type { Anchor } from '#web/ui/virtual-list.tsx';

export type ReadingPlaces = {
  readonly of: (channelId: ChannelId) => Anchor;
  readonly keep: (channelId: ChannelId, at: Anchor) => void;
};

export const AT_END: Anchor = { kind: 'end' };

export const readingPlaces = (): ReadingPlaces => {
  const places = new Map<ChannelId, Anchor>();
  return {
    of: (channelId) => places.get(channelId) ?? AT_END,
    keep: (channelId, at) => {
      if (at.kind === 'end') places.delete(channelId);
      else places.set(channelId, at);
    },
  };
};

/** Answers the message to load so that a place can be shown again. Null when `keys` hold a row of the place. */
export const missingAt = (at: Anchor, keys: ReadonlyArray<string>): MessageId | null => {
  if (at.kind === 'end') return null;
  const here = new Set(keys);
  if (at.holds.some(({ key }) => here.has(key))) return null;
  return at.holds.map(({ key }) => key).find((key) => MessageId.is(key)) ?? null;
};
