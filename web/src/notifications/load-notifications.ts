/** Loads the dialog of the notifications with its texts. */

import { loadSettingsWords } from '#web/settings/words/settings-words.ts';

export const loadNotifications = async () => {
  const [part] = await Promise.all([import('#web/notifications/notifications-dialog.tsx'), loadSettingsWords()]);
  return part;
};
