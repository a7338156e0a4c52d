/** Short messages about a success or a failure. They stand clear of the composer and can be dismissed. */

import { createSignal, For, onCleanup, onMount, Show } from 'solid-js';
import { Button, IconButton } from '#web/ui/button.tsx';
import { DIALOGS_CHANGED } from '#web/ui/dialog.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

export type Toast = {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'plain';
  /** One thing to do about it, such as to try again or to undo. */
  readonly action?: { readonly name: string; readonly run: () => void } | undefined;
};
export type ShowToast = (toast: Toast) => void;
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
  const dismiss = (id: number): void => {
    ends.get(id)?.();
    ends.delete(id);
    setShown((before) => before.filter((toast) => toast.id !== id));
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
  };

  const View = () => {
    let home: HTMLElement | undefined;
    let place: HTMLElement | undefined;
    /** A dialog makes all outside of it inert. So the toasts stand inside the dialog in front, where one can press them. */
    const stand = (): void => {
      const front = [...document.querySelectorAll('dialog[open]')].at(-1) ?? home;
      if (place === undefined || front === undefined || place.parentElement === front) return;
      front.append(place);
      place.showPopover();
    };
    onMount(() => {
      place?.showPopover();
      stand();
    });
    document.addEventListener(DIALOGS_CHANGED, stand);
    onCleanup(() => document.removeEventListener(DIALOGS_CHANGED, stand));
    return (
      <div
        ref={(element) => {
          home = element;
        }}
      >
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
          onFocusIn={hold}
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
      </div>
    );
  };
  const complain: FailureToast = (text, again) =>
    show({ text, tone: 'bad', action: again === undefined ? undefined : { name: words.tryAgain, run: again } });
  const inform: NewsToast = (text, action) => show({ text, tone: 'plain', action });
  return { show, complain, inform, View };
};
