/** Keeps the icon of the window at the unread messages. Draws nothing before the first one. */

import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import { NONE_UNREAD, type UnreadSum } from '#web/unread/unread-sum.ts';

const loadIcon = () => import('#web/unread/icon-badge.ts');

export const followIcon = (sum: Accessor<UnreadSum>): void => {
  let drawn = false;
  const show = (next: UnreadSum): void => {
    if (!drawn && next.messages + next.mentions === 0) return;
    drawn = true;
    void loadIcon()
      .then(({ showOnIcon }) => showOnIcon(next))
      .catch(() => undefined);
  };
  createEffect(on(sum, show));
  onCleanup(() => show(NONE_UNREAD));
};
