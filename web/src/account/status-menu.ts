/** The choices how others see the user, once for the menu of the user panel. */

import type { PresenceChoice } from '#gateway/protocol/presence.ts';
import type { MenuEntry, PresenceItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

const NO_CHOICE: PresenceChoice = { status: 'online', custom_status: null };
const STATUSES = ['online', 'idle', 'dnd', 'invisible'] as const;

export const statusMenu = (user: {
  readonly choice: PresenceChoice | null;
  readonly choose: (choice: PresenceChoice) => void;
  readonly write: () => void;
}): ReadonlyArray<MenuEntry | PresenceItem> => {
  const choice = user.choice ?? NO_CHOICE;
  return [
    ...STATUSES.map((status) => ({
      presence: status,
      name: status === choice.status ? words.presence.chosen(words.presence[status]) : words.presence[status],
      choose: () => user.choose({ ...choice, status }),
    })),
    'divider',
    { icon: 'pencil', name: words.presence.write, choose: user.write },
    ...(choice.custom_status === null
      ? []
      : [
          {
            icon: 'close' as const,
            name: words.presence.clear,
            choose: () => user.choose({ ...choice, custom_status: null }),
          },
        ]),
  ];
};
