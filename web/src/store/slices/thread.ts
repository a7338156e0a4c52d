/** The slice of the threads. */

import { type Handlers, keep, withoutChannels } from '#web/store/slices/parts.ts';
import { followedIn, withThreads } from '#web/store/threads.ts';

export const threadHandlers: Handlers<'thread_update' | 'thread_delete' | 'follow_update'> = {
  follow_update: (state, { followed, unfollowed }) => {
    const channels = withThreads(state.channels, followed);
    const isLeft = (id: string): boolean => unfollowed.some((one) => one === id);
    return {
      ...state,
      channels,
      followed: { ...keep(state.followed, (id) => !isLeft(id)), ...followedIn(channels, followed) },
      // A thread that the user follows no more has no numbers.
      unread: unfollowed.some((id) => state.unread[id] !== undefined)
        ? keep(state.unread, (id) => !isLeft(id))
        : state.unread,
    };
  },
  thread_update: (state, { thread }) => ({ ...state, channels: withThreads(state.channels, [thread]) }),
  thread_delete: (state, { channel_id }) => withoutChannels(state, (place) => place.channel_id === channel_id),
};
