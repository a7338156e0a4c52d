/**
 * Moves through the history of the window. Each entry is a route in the address, and layers in the state of the entry.
 * Opening a layer adds an entry and closing the layer goes back, so the Back button and the screen agree.
 */

import { type Accessor, batch, createSignal } from 'solid-js';
import {
  type DialogRoute,
  type Entry,
  entryIn,
  FIRST_ENTRY,
  isSettings,
  type Layers,
  type Pane,
  sameDialog,
} from '#web/layers.ts';
import { pathOf, type Route, routeOf, withoutThread } from '#web/routes.ts';
import type { FloatOpener } from '#web/ui/open-floats.ts';

/** Milliseconds until a step back counts as lost. The browser answers a step within a few milliseconds. */
const STEP_WITHIN_MS = 1_000;

export type Router = {
  readonly route: Accessor<Route>;
  readonly layers: Accessor<Layers>;
  /** Goes to a route. `pane` is the pane in front there. The dialog closes. */
  readonly go: (to: Route, how?: 'push' | 'replace', pane?: Pane) => void;
  /** Writes the address of the same place in full. Does nothing when the user is no longer at `from`. */
  readonly complete: (from: Route, to: Route) => void;
  /** Leaves the thread of the route, and stays at its channel. Goes back where the thread was opened from there. */
  readonly closeThread: () => void;
  readonly openPane: (pane: Pane) => void;
  readonly closePane: (pane: Pane) => void;
  readonly openDialog: (dialog: DialogRoute) => void;
  readonly closeDialog: () => void;
  /** Shows the layers of the entries that this user made, and no others. */
  readonly belongTo: (userId: string) => void;
  /** Keeps the question of the search in the open entry. */
  readonly ask: (question: string) => void;
  /** Adds an entry for an open menu or popover, so that Back calls `close`. */
  readonly openFloat: FloatOpener;
  /** Puts the channel list below the messages, so that Back leads there on a narrow screen. */
  readonly layList: (list: Route) => void;
  /** Goes back to the channel list, or replaces the messages by it where it is in no earlier entry. */
  readonly toList: (list: Route) => void;
};

export const router = (): Router => {
  const readRoute = (): Route => routeOf(location.pathname, location.hash);
  let owner: string | null = null;
  const readEntry = (): Entry => {
    const written = entryIn(history.state);
    return written.by === null || written.by === owner ? written : FIRST_ENTRY;
  };
  const [route, setRoute] = createSignal(readRoute());
  const [entry, setEntry] = createSignal(readEntry());

  /** The work that waits for a step back. Null while the browser has none to take. */
  let waiting: Array<() => void> | null = null;
  let lost: ReturnType<typeof setTimeout> | undefined;

  const read = (): void =>
    batch(() => {
      // Entries of one place differ in their layers only. The place is not visited anew, so its message is not shown anew.
      const next = readRoute();
      if (pathOf(next) !== pathOf(route())) setRoute(next);
      setEntry(readEntry());
    });
  /** Functions that close the open floats. Together they have one entry of the history. */
  const floats = new Set<() => void>();
  const closeFloats = (): void => {
    const open = [...floats];
    floats.clear();
    for (const close of open) close();
  };
  const arrive = (): void => {
    clearTimeout(lost);
    const work = waiting ?? [];
    waiting = null;
    batch(() => {
      read();
      if (!entry().float) closeFloats();
      for (const one of work) after(one);
    });
    leaveClosedFloat();
  };
  addEventListener('popstate', arrive);

  /** Runs `work` now, or after the step back that is under way. A new entry would otherwise be stepped over. */
  const after = (work: () => void): void => {
    if (waiting === null) work();
    else waiting.push(work);
  };
  const back = (steps: number): void => {
    waiting = [];
    history.go(-steps);
    lost = setTimeout(arrive, STEP_WITHIN_MS);
  };
  const leaveFloat = (): void => {
    if (!entry().float) return;
    back(1);
    setEntry((now) => ({ ...now, float: false }));
  };
  /** Leaves the entry of a float that is closed. A reload and a step forward reach such an entry. */
  const leaveClosedFloat = (): void => {
    if (waiting === null && floats.size === 0) leaveFloat();
  };
  /** Runs `work` over the entry without a float, because an entry over a float would keep a dead step. */
  const overPlace = (work: () => void): void => {
    after(leaveFloat);
    after(work);
  };
  const write = (how: 'push' | 'replace', to: Route, layers: Entry): void => {
    const next = { ...layers, by: owner };
    if (how === 'push') history.pushState(next, '', pathOf(to));
    else history.replaceState(next, '', pathOf(to));
    batch(() => {
      if (to !== route()) setRoute(to);
      setEntry(next);
    });
  };
  const change = (next: Partial<Entry>): void => write('replace', route(), { ...entry(), ...next });
  const further = (): number | null => {
    const { pane, toList } = entry();
    if (pane === 'channels') return 1;
    return toList === null ? null : toList + 1;
  };
  const push = (to: Route, next: Pick<Entry, 'pane' | 'opened'> & Partial<Entry>): void =>
    write('push', to, { ...entry(), float: false, dialog: null, toList: further(), ...next });

  const go = (to: Route, how: 'push' | 'replace', pane: Pane): void => {
    const same = pathOf(to) === pathOf(route()) && entry().pane === pane;
    if (how === 'replace' || same) write('replace', to, { ...entry(), pane, dialog: null });
    else push(to, { pane, opened: entry().pane !== pane ? 'pane' : opensThread(to) ? 'thread' : null });
  };
  /** True for a thread beside the very place that is open. From a dialog, a step back would open the dialog again. */
  const opensThread = (to: Route): boolean =>
    entry().dialog === null && withoutThread(to) !== to && pathOf(withoutThread(to)) === pathOf(route());
  const closeThread = (): void => {
    const without = withoutThread(route());
    if (without === route()) return;
    if (entry().opened === 'thread') {
      back(1);
      setRoute(without);
    } else write('replace', without, { ...entry(), dialog: null });
  };
  const closePane = (pane: Pane): void => {
    if (entry().pane !== pane) return;
    if (entry().opened === 'pane') {
      back(1);
      setEntry((now) => ({ ...now, pane: 'messages', question: '' }));
    } else change({ pane: 'messages', question: '' });
  };
  const closeDialog = (): void => {
    const { dialog, opened } = entry();
    if (dialog === null) return;
    if (opened === 'dialog') {
      back(1);
      setEntry((now) => ({ ...now, dialog: null }));
    } else change({ dialog: null });
  };
  const openDialog = (dialog: DialogRoute): void => {
    if (sameDialog(entry().dialog, dialog)) return;
    const below = entry().dialog;
    if (below !== null && (!isSettings(below) || isSettings(dialog))) change({ dialog });
    else push(route(), { pane: entry().pane, opened: 'dialog', dialog });
  };

  return {
    route,
    layers: entry,
    go: (to, how = 'push', pane) => overPlace(() => go(to, how, pane ?? entry().pane)),
    complete: (from, to) =>
      after(() => {
        if (route() === from && pathOf(from) !== pathOf(to)) write('replace', to, entry());
      }),
    closeThread: () => overPlace(closeThread),
    openPane: (pane) =>
      overPlace(() => {
        if (entry().pane !== pane) push(route(), { pane, opened: 'pane', question: '' });
      }),
    closePane: (pane) =>
      after(() => {
        if (entry().pane === pane) overPlace(() => closePane(pane));
      }),
    openDialog: (dialog) => overPlace(() => openDialog(dialog)),
    closeDialog: () =>
      after(() => {
        if (entry().dialog !== null) overPlace(closeDialog);
      }),
    openFloat: (close) => {
      let over = false;
      after(() => {
        if (over) return;
        floats.add(close);
        if (!entry().float) push(route(), { ...entry(), float: true });
      });
      return () => {
        over = true;
        if (floats.delete(close) && floats.size === 0) after(leaveFloat);
      };
    },
    belongTo: (userId) => {
      owner = userId;
      read();
      leaveClosedFloat();
    },
    ask: (question) =>
      after(() => {
        if (entry().question !== question) change({ question });
      }),
    layList: (list) =>
      after(() => {
        if (entry().float || entry().pane !== 'messages' || entry().toList !== null) return;
        const here = route();
        const above = entry();
        write('replace', list, { ...FIRST_ENTRY, pane: 'channels' });
        write('push', here, { ...above, opened: 'pane', toList: 1 });
      }),
    toList: (list) =>
      overPlace(() => {
        const steps = entry().toList;
        if (entry().pane === 'channels') return;
        if (steps === null) return write('replace', list, { ...FIRST_ENTRY, pane: 'channels' });
        back(steps);
        after(() => write('replace', list, entry()));
      }),
  };
};
