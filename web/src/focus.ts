/** Moves the focus after every change of place. No other code moves it, so it cannot fall behind or jump twice. */

import { createEffect, createMemo, on } from 'solid-js';
import type { Router } from '#web/router.ts';
import { pathOf } from '#web/routes.ts';
import type { Screen } from '#web/screen.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

const COMPOSER = '.composer textarea:not([readonly])';
const FEED = '[role=feed]';
/** Selectors of the first focus of a pane, the best first. A field would open the keyboard of a phone. */
const MESSAGES = { keys: [COMPOSER, FEED, '#messages'], touch: [FEED, '#messages'] };
const CHANNELS = ['.channels [aria-current]', '.channels button', '#messages'];
const MEMBERS = ['.members button', '.members'];

const focusFirst = (starts: ReadonlyArray<string>): void => {
  for (const start of starts) {
    const found = document.querySelector<HTMLElement>(start);
    if (found === null || !found.checkVisibility()) continue;
    found.focus({ preventScroll: true });
    return;
  }
};

/** Says whether the focus stands where nobody can see it, as after its element was hidden or removed. */
const isAstray = (): boolean => {
  const at = document.activeElement;
  return at === null || at === document.body || !at.checkVisibility();
};

/** Moves the focus to the messages when it is astray, as after a dialog whose opener is gone. */
export const rescueFocus = (screen: Screen): void => {
  queueMicrotask(() => {
    if (isAstray()) focusFirst(screen.touch() ? MESSAGES.touch : MESSAGES.keys);
  });
};

/** Moves the focus from the empty pane into the messages, which are loaded after the user has come. */
export const focusLoaded = (): void => {
  queueMicrotask(() => {
    if (document.activeElement?.id === 'messages') focusFirst([FEED]);
  });
};

/**
 * Follows the places that the user goes to. A place that disappears under the user is no such change, so the focus stays.
 */
export const followFocus = (router: Router, where: Whereabouts, screen: Screen): void => {
  const place = createMemo((): string => {
    const route = router.route();
    return route.kind === 'guild' ? pathOf({ ...route, messageId: null }) : pathOf(route);
  });
  const startsOf = (): ReadonlyArray<string> => {
    const pane = where.pane();
    if (pane === 'channels' && screen.narrow()) return CHANNELS;
    return screen.touch() || screen.narrow() ? MESSAGES.touch : MESSAGES.keys;
  };
  // The screen draws the new place later in this turn.
  createEffect(
    on(place, () =>
      queueMicrotask(() => {
        if (document.querySelector('dialog[open]') === null) focusFirst(startsOf());
      }),
    ),
  );
  createEffect(
    on(
      where.pane,
      (pane) =>
        queueMicrotask(() => {
          if (isAstray()) focusFirst(pane === 'members' ? MEMBERS : startsOf());
        }),
      { defer: true },
    ),
  );
};
