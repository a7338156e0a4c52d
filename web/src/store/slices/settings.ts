/** The slice of the settings of this user, which all devices share. */

import type { Handlers } from '#web/store/slices/parts.ts';

export const settingsHandlers: Handlers<'settings_update' | 'saved_update'> = {
  saved_update: (state, savedMark) => ({ ...state, savedMark }),
  settings_update: (state, { settings }) =>
    settings.revision > state.settings.revision ? { ...state, settings } : state,
};
