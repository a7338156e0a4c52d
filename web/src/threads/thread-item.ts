import type { Message } from '#gateway/protocol/resources.ts';
import { may } from '#web/store/rights.ts';
import type { ClientState } from '#web/store/state.ts';
import { placeOf, threadAbout } from '#web/store/threads.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The act on a message that opens its thread, or begins one. None where the user may not begin threads. */
export const threadItem = (
  state: ClientState,
  message: Message,
  acts: { readonly open: () => void; readonly begin: () => void },
): ReadonlyArray<MenuItem> => {
  if (threadAbout(state, message) !== undefined)
    return [{ icon: 'thread', name: later.threads.openIt, choose: acts.open }];
  const place = placeOf(state, message.channel_id);
  // A thread holds no further threads.
  if (place === undefined || place.thread !== undefined || !may(place, 'create_threads')) return [];
  return [{ icon: 'thread', name: later.threads.begin, choose: acts.begin }];
};
