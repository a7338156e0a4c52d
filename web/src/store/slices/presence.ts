/** The slice of presences and typing, which no page of the server holds. */

import { withoutTyping, withPresences } from '#web/store/presences.ts';
import type { Handlers } from '#web/store/slices/parts.ts';

export const presenceHandlers: Handlers<
  'presence_update' | 'presence_choice' | 'presence.chosen' | 'typing_start' | 'typing.ended'
> = {
  presence_update: (state, { presences }) => ({ ...state, presences: withPresences(state.presences, presences) }),
  presence_choice: (state, choice) => ({ ...state, choice }),
  'presence.chosen': (state, choice) => ({ ...state, choice }),
  typing_start: (state, { channel_id, user_id, at }) =>
    state.channels[channel_id] === undefined
      ? state
      : { ...state, typing: { ...state.typing, [channel_id]: { ...state.typing[channel_id], [user_id]: at } } },
  'typing.ended': (state, { channel_id, user_id, at }) => {
    const last = state.typing[channel_id]?.[user_id];
    return last === undefined || last > at
      ? state
      : { ...state, typing: withoutTyping(state.typing, channel_id, user_id) };
  },
};
