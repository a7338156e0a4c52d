import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Keepsakes } from '#web/platform/platform.ts';
import { type Recents, recentsIn } from '#web/platform/recents.ts';

const RECENT_MAX = 20;

/** The keys of the things that the user went to or did last. */
export const paletteRecents = (keepsakes: Keepsakes): Recents => recentsIn(keepsakes, 'palette.recent', RECENT_MAX);
export const channelKey = (id: ChannelId): string => `channel:${id}`;
