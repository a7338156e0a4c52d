/** Short messages about a success or a failure. They stand clear of the composer and can be dismissed. */

import { createEffect, createSignal, For, on, onMount, Show } from 'solid-js';
import { Button, IconButton } from '#web/ui/button.tsx';
import { focusHome } from '#web/ui/focus-home.ts';
import { frontDialog } from '#web/ui/front-dialog.ts';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

export type Toast = {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'plain';
  /** One thing to do about it, such as to try again or to undo. */
  readonly action?: { readonly name: string; readonly run: () => void } | undefined;
  /** Called once when the toast goes. */
  readonly gone?: (() => void) | undefined;
};
/** Shows a toast. Answers a function that takes it away. */
export type ShowToast = (toast: Toast) => () => void;
/** Tells of a failure. `again` tries once more; it is left out where another try would fail too. */
export type FailureToast = (text: string, again?: (() => void) | undefined) => void;
/** Tells of news, with one thing to do about it. */
export type NewsToast = (text: string, action?: Toast['action']) => void;

type Shown = Toast & { readonly id: number };
const ICONS: { readonly [T in Toast['tone']]: IconName } = { good: 'check', bad: 'alert', plain: 'info' };
const SHOWN_MS = 6_000;
/** A failure or an action needs time to be read and reached. */
const LONG_SHOWN_MS = 14_000;
const SHOWN_MAX = 3;

/** `later` runs work after a time in milliseconds, and answers a function that cancels it. */
export const toasts = (later: (ms: number, work: () => void) => () => void) => {
  const [shown, setShown] = createSignal<ReadonlyArray<Shown>>([]);
  const ends = new Map<number, () => void>();
  let next = 0;
  let place: HTMLElement | undefined;
  /** The element that had the focus before the user went to a toast. */
  let cameFrom: HTMLElement | undefined;
  const hasFocus = (): boolean => place?.contains(document.activeElement) === true;
  /** Gives the focus back that a button of a toast had. The element from before may be gone. */
  const giveFocusBack = (): void => {
    if (hasFocus()) return;
    cameFrom?.focus();
    cameFrom = undefined;
    focusHome();
  };
  const dismiss = (id: number): void => {
    ends.get(id)?.();
    ends.delete(id);
    const going = shown().find((toast) => toast.id === id);
    const held = hasFocus();
    setShown((before) => before.filter((toast) => toast !== going));
    if (held) giveFocusBack();
    going?.gone?.();
  };
  const start = ({ id, tone, action }: Shown): void => {
    const ms = tone === 'bad' || action !== undefined ? LONG_SHOWN_MS : SHOWN_MS;
    ends.set(
      id,
      later(ms, () => dismiss(id)),
    );
  };
  /** Stops the clocks while the user reads or reaches for a button. */
  const hold = (): void => {
    for (const end of ends.values()) end();
  };
  const release = (): void => shown().forEach(start);
  const show: ShowToast = (toast) => {
    for (const same of shown().filter(({ text }) => text === toast.text)) dismiss(same.id);
    for (const old of shown().slice(0, Math.max(0, shown().length + 1 - SHOWN_MAX))) dismiss(old.id);
    next += 1;
    const made = { ...toast, id: next };
    setShown((before) => [...before, made]);
    start(made);
    return () => dismiss(made.id);
  };

  const View = () => {
    let home: HTMLElement | null | undefined;
    onMount(() => {
      home = place?.parentElement;
      place?.showPopover();
    });
    createEffect(
      on(
        [shown, frontDialog],
        () => {
          // A dialog makes all that stands outside of it inert, so the toasts stand in the one in front.
          const host = frontDialog() ?? home;
          if (place === undefined || host == null) return;
          const inHost = place.parentElement === host && place.isConnected;
          if (inHost && host === home) return;
          if (!inHost) host.append(place);
          // Shown again, they stand above all that has opened since.
          if (place.matches(':popover-open')) place.hidePopover();
          place.showPopover();
        },
        { defer: true },
      ),
    );
    return (
      <section
        class="toasts"
        popover="manual"
        aria-label={words.toasts}
        aria-live="polite"
        ref={(element) => {
          place = element;
        }}
        onPointerEnter={hold}
        onPointerLeave={release}
        onFocusIn={({ relatedTarget }) => {
          hold();
          if (relatedTarget instanceof HTMLElement && place?.contains(relatedTarget) !== true) cameFrom = relatedTarget;
        }}
        onFocusOut={release}
      >
        <For each={shown()}>
          {(toast) => (
            <div class={`toast ${toast.tone}`}>
              <Icon name={ICONS[toast.tone]} />
              <p role={toast.tone === 'bad' ? 'alert' : undefined}>{toast.text}</p>
              <IconButton icon="close" name={words.dismiss} press={() => dismiss(toast.id)} />
              <Show when={toast.action}>
                {(action) => (
                  <Button
                    kind="quiet"
                    press={() => {
                      dismiss(toast.id);
                      action().run();
                    }}
                  >
                    {action().name}
                  </Button>
                )}
              </Show>
            </div>
          )}
        </For>
      </section>
    );
  };
  const complain: FailureToast = (text, again) => {
    show({ text, tone: 'bad', action: again === undefined ? undefined : { name: words.tryAgain, run: again } });
  };
  const inform: NewsToast = (text, action) => {
    show({ text, tone: 'plain', action });
  };
  return { show, complain, inform, View };
};
