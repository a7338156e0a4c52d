/** The slice of the threads. */

import { type Handlers, withoutChannels } from '#web/store/slices/parts.ts';
import { withThreads } from '#web/store/threads.ts';

export const threadHandlers: Handlers<'thread_update' | 'thread_delete'> = {
  thread_update: (state, { thread }) => ({ ...state, channels: withThreads(state.channels, [thread]) }),
  thread_delete: (state, { channel_id }) => withoutChannels(state, (place) => place.channel_id === channel_id),
};
