/** What was being written in each channel, kept over a reload. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import { MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { Keepsakes } from '#web/platform/platform.ts';

/** Much more than can be sent: whoever pasted too much has yet to shorten it. */
const DRAFT_CHARS_MAX = 50 * MESSAGE_CHARS_MAX;
const keyOf = (channelId: ChannelId): string => `draft.${channelId}`;

export const drafts = (keepsakes: Keepsakes) => ({
  read: (channelId: ChannelId): string => keepsakes.read(keyOf(channelId))?.slice(0, DRAFT_CHARS_MAX) ?? '',
  write: (channelId: ChannelId, text: string): void => {
    if (text === '') keepsakes.remove(keyOf(channelId));
    else keepsakes.write(keyOf(channelId), text.slice(0, DRAFT_CHARS_MAX));
  },
});
export type Drafts = ReturnType<typeof drafts>;
