import { type Accessor, createEffect } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import { type Recents, recentsIn } from '#web/platform/recents.ts';

const RECENT_MAX = 20;

/** The keys of the things that the user went to or did last. */
export const paletteRecents = (keepsakes: Keepsakes): Recents => recentsIn(keepsakes, 'palette.recent', RECENT_MAX);
export const channelKey = (id: ChannelId): string => `channel:${id}`;

/** Keeps each visited channel among the recent things. */
export const keepVisited = (keepsakes: Keepsakes, visited: Accessor<ChannelId | null>): void => {
  const recents = paletteRecents(keepsakes);
  createEffect(() => {
    const id = visited();
    if (id !== null) recents.add(channelKey(id));
  });
};
