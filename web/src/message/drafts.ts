/** The unsent text of each channel, kept over a reload. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { Keepsakes } from '#web/platform/platform.ts';

/** Characters of a draft. A draft may be longer than a message, because the user may still shorten a pasted text. */
const DRAFT_CHARS_MAX = 50 * MESSAGE_CHARS_MAX;
const PREFIX = 'draft.';
const keyOf = (channelId: ChannelId): string => PREFIX + channelId;

export const drafts = (keepsakes: Keepsakes) => ({
  read: (channelId: ChannelId): string => keepsakes.read(keyOf(channelId))?.slice(0, DRAFT_CHARS_MAX) ?? '',
  /** True when some channel has a draft on this device. */
  any: (): boolean => keepsakes.keys().some((key) => key.startsWith(PREFIX)),
  write: (channelId: ChannelId, text: string): void => {
    if (text === '') keepsakes.remove(keyOf(channelId));
    else keepsakes.write(keyOf(channelId), text.slice(0, DRAFT_CHARS_MAX));
  },
});
export type Drafts = ReturnType<typeof drafts>;
