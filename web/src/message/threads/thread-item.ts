import type { Message } from '#gateway/protocol/resources.ts';
import type { FormattedDeps } from '#web/message/formatted/surroundings.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { threadAbout } from '#web/message/threads/known-threads.ts';
import { may } from '#web/store/rights.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The act on a message that opens its thread, or begins one. None where the user may not begin threads. */
export const threadItem = (
  message: Message,
  { client, beginThread }: MessageHandlers,
  { openChannel }: FormattedDeps,
): ReadonlyArray<MenuItem> => {
  const thread = threadAbout(client.state(), message);
  if (thread !== undefined) return [{ icon: 'thread', name: later.threads.openIt, choose: () => openChannel(thread) }];
  const place = client.state().channels[message.channel_id];
  // A thread holds no further threads.
  if (place === undefined || place.thread !== undefined || !may(place, 'create_threads')) return [];
  return [{ icon: 'thread', name: later.threads.begin, choose: () => beginThread(message) }];
};
