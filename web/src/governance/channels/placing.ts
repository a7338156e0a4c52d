/** Moves of channels and categories in the order of a guild. They change nothing but the order. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ChannelSection } from '#web/store/channel-order.ts';

/** A place for a channel: before the channel that stands at `at` in a category, or outside of any. */
export type ListPlace = { readonly categoryId: ChannelId | null; readonly at: number };

type Sections = ReadonlyArray<ChannelSection>;

const idOf = ({ category }: ChannelSection): ChannelId | null => category?.channel_id ?? null;

const homeOf = (sections: Sections, id: ChannelId): number =>
  sections.findIndex(({ channels }) => channels.some(({ channel_id }) => channel_id === id));

/** Moves a channel to a place. The place counts without the channel itself. */
export const channelPlaced = (sections: Sections, id: ChannelId, { categoryId, at }: ListPlace): Sections => {
  const channel = sections.flatMap(({ channels }) => channels).find(({ channel_id }) => channel_id === id);
  if (channel === undefined || !sections.some((section) => idOf(section) === categoryId)) return sections;
  return sections.map((section) => {
    const others = section.channels.filter(({ channel_id }) => channel_id !== id);
    return { ...section, channels: idOf(section) === categoryId ? others.toSpliced(at, 0, channel) : others };
  });
};

/** Moves a category with its channels to a place among the categories, counted without itself from 0. */
export const categoryPlaced = (sections: Sections, id: ChannelId, at: number): Sections => {
  const moved = sections.find((section) => idOf(section) === id);
  if (moved === undefined) return sections;
  const others = sections.filter((section) => section !== moved);
  // The section without a category stays the first.
  return others.toSpliced(Math.max(0, at) + 1, 0, moved);
};

/** Moves a channel or a category by one. A channel at the edge of its category goes into the next one. */
export const stepped = (sections: Sections, id: ChannelId, by: 1 | -1): Sections => {
  const category = sections.findIndex((section) => idOf(section) === id);
  if (category !== -1) {
    const to = category - 1 + by;
    return to < 0 || to > sections.length - 2 ? sections : categoryPlaced(sections, id, to);
  }
  const home = homeOf(sections, id);
  const here = sections[home];
  if (here === undefined) return sections;
  const at = here.channels.findIndex(({ channel_id }) => channel_id === id) + by;
  if (at >= 0 && at < here.channels.length) return channelPlaced(sections, id, { categoryId: idOf(here), at });
  const next = sections[home + by];
  if (next === undefined) return sections;
  return channelPlaced(sections, id, { categoryId: idOf(next), at: by === 1 ? 0 : next.channels.length });
};
