/** The slice of the threads. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import { type Handlers, keep, withoutChannels } from '#web/store/slices/parts.ts';
import { followedIn, withThreads } from '#web/store/threads.ts';

export const threadHandlers: Handlers<'thread_update' | 'thread_delete' | 'follow_update'> = {
  follow_update: (state, { followed, unfollowed }) => {
    const stays = (id: ChannelId): boolean => !unfollowed.includes(id);
    return {
      ...state,
      channels: withThreads(state.channels, followed),
      followed: { ...keep(state.followed, stays), ...followedIn(followed) },
      // A thread that the user follows no more has no numbers.
      unread: keep(state.unread, stays),
    };
  },
  thread_update: (state, { thread }) => ({ ...state, channels: withThreads(state.channels, [thread]) }),
  thread_delete: (state, { channel_id }) => withoutChannels(state, (place) => place.channel_id === channel_id),
};
