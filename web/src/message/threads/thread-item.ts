import type { Message, Thread } from '#gateway/protocol/resources.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { may } from '#web/store/rights.ts';
import type { Place } from '#web/store/state.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

/** The act on a message that opens its thread, or begins one. None where the user may not begin threads. */
export const threadItem = (
  message: Message,
  { thread, place }: { readonly thread: Thread | undefined; readonly place: Place | undefined },
  { beginThread }: MessageHandlers,
  { openChannel }: FormattedDeps,
): ReadonlyArray<MenuItem> => {
  if (thread !== undefined)
    return [{ icon: 'thread', name: words.message.openThread, choose: () => openChannel(thread) }];
  // A thread holds no further threads.
  if (place === undefined || place.thread !== undefined || !may(place, 'create_threads')) return [];
  return [{ icon: 'thread', name: words.message.beginThread, choose: () => beginThread(message) }];
};
