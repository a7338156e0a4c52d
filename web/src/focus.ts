/** Moves the focus after every change of place. No other code moves it, so it cannot fall behind or jump twice. */

import { createEffect, createMemo, on } from 'solid-js';
import type { Router } from '#web/router.ts';
import { pathOf, placeOf } from '#web/routes.ts';
import type { Screen } from '#web/screen.ts';
import type { ConversationPane } from '#web/ui/conversation-pane.ts';
import type { Whereabouts } from '#web/whereabouts.ts';

/** Selectors of the first focus of a pane, the best first. A field would open the keyboard of a phone. */
const conversation = (pane: ConversationPane) => {
  const touch = [`#${pane} [role=feed]`, `#${pane}`];
  return { keys: [`#${pane} .composer textarea:not([readonly])`, ...touch], touch };
};
const MESSAGES = conversation('messages');
const THREAD = conversation('thread');
const CHANNELS = ['.channels [aria-current]', '.channels button', '#messages'];
const MEMBERS = ['.members button', '.members'];

const focusFirst = (starts: ReadonlyArray<string>): boolean => {
  for (const start of starts) {
    const found = document.querySelector<HTMLElement>(start);
    if (found === null || !found.checkVisibility()) continue;
    found.focus({ preventScroll: true });
    return true;
  }
  return false;
};

/** Says whether the focus stands where nobody can see it, as after its element was hidden or removed. */
const isAstray = (): boolean => {
  const at = document.activeElement;
  return at === null || at === document.body || !at.checkVisibility();
};

const startsIn = ({ keys, touch }: typeof MESSAGES, screen: Screen): ReadonlyArray<string> =>
  screen.touch() || screen.narrow() ? touch : keys;

/** Moves the focus to the messages when it is astray, as after a dialog whose opener is gone. */
export const rescueFocus = (screen: Screen): void => {
  queueMicrotask(() => {
    if (isAstray()) focusFirst([...(screen.touch() ? MESSAGES.touch : MESSAGES.keys), ...THREAD.touch]);
  });
};

/** Moves the focus from the empty pane into its messages, which are loaded after the user has come. */
export const focusLoaded = (pane: ConversationPane): void => {
  queueMicrotask(() => {
    if (document.activeElement?.id === pane) focusFirst(conversation(pane).touch);
  });
};

/** True while the user waits for a thread whose pane is not drawn yet. */
let threadDue = false;
/** Moves the focus into a thread that the user went to, once its pane is drawn. */
export const focusThread = (screen: Screen): void => {
  queueMicrotask(() => {
    if (!(threadDue || document.activeElement?.id === 'thread') || document.querySelector('dialog[open]') !== null)
      return;
    threadDue = !focusFirst(startsIn(THREAD, screen));
  });
};

/**
 * Follows the places that the user goes to. A place that disappears under the user is no such change, so the focus stays.
 * A thread that is closed gives the focus back to the button that opened it.
 */
export const followFocus = (router: Router, where: Whereabouts, screen: Screen): void => {
  const place = createMemo((): string => pathOf(placeOf(router.route())));
  const thread = createMemo(() => where.thread()?.id ?? null);
  let opener: Element | null = null;
  const startsOf = (): ReadonlyArray<string> => {
    if (where.pane() === 'channels' && screen.narrow()) return CHANNELS;
    return startsIn(thread() === null ? MESSAGES : THREAD, screen);
  };
  const giveBack = (): boolean => {
    const to = opener;
    opener = null;
    if (!(to instanceof HTMLElement) || to === document.body || !to.isConnected || !to.checkVisibility()) return false;
    to.focus({ preventScroll: true });
    return true;
  };
  createEffect(
    on(
      thread,
      (now, before) => {
        if (now !== null && before === null) opener = document.activeElement;
      },
      { defer: true },
    ),
  );
  // The screen draws the new place later in this turn.
  createEffect(
    on(place, (now, before) => {
      const isClosed = before?.startsWith(`${now}/t/`) === true;
      queueMicrotask(() => {
        if (document.querySelector('dialog[open]') !== null || (isClosed && giveBack())) return;
        threadDue = !focusFirst(startsOf()) && thread() !== null;
      });
    }),
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
