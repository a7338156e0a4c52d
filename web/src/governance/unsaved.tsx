/**
 * The bar that asks to save or reset the changes of a section. A section with unsaved changes cannot be left by accident,
 * also not by Back: the bar draws attention to itself and the section stays.
 */

import { createContext, createEffect, createMemo, createSignal, type JSX, onCleanup, Show, useContext } from 'solid-js';
import { govern } from '#web/governance/words/govern-words.ts';
import type { Trouble } from '#web/store/state.ts';
import { askBeforeLosing } from '#web/ui/ask-before-losing.ts';
import { Button } from '#web/ui/button.tsx';
import { TroubleNote } from '#web/ui/form.tsx';
import { FloatsContext } from '#web/ui/open-floats.ts';

type Unsaved = {
  readonly dirty: () => boolean;
  readonly report: (dirty: () => boolean) => void;
  /** Runs `leave`, or draws attention to the bar when changes would be lost. */
  readonly guard: (leave: () => void) => void;
  /** Counts the refused ways out, so that the bar can move at each. */
  readonly refused: () => number;
};
const Context = createContext<Unsaved>();

const NOT_DIRTY = (): boolean => false;

export const unsavedChanges = (): Unsaved => {
  const [dirty, setDirty] = createSignal<() => boolean>(NOT_DIRTY);
  const [refused, setRefused] = createSignal(0);
  const refuse = (): void => {
    setRefused((before) => before + 1);
  };
  const holds = createMemo(() => dirty()());
  askBeforeLosing(holds);
  const openFloat = useContext(FloatsContext);
  // Back closes the float and not the settings. The float opens again, so that the next Back is refused too.
  createEffect(() => {
    if (!holds()) return;
    let over = false;
    const stay = (): void => {
      refuse();
      queueMicrotask(() => {
        if (!over) closed = openFloat(stay);
      });
    };
    let closed = openFloat(stay);
    onCleanup(() => {
      over = true;
      closed();
    });
  });
  return {
    dirty: () => dirty()(),
    report: (now) => setDirty(() => now),
    guard: (leave) => {
      if (dirty()()) refuse();
      else leave();
    },
    refused,
  };
};
export const UnsavedContext = Context;

export const useUnsaved = (): Unsaved => {
  const unsaved = useContext(Context);
  if (unsaved === undefined) throw new Error('a section of settings stands outside of the settings');
  return unsaved;
};

export const UnsavedBar = (props: {
  readonly dirty: boolean;
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly reset: () => void;
  readonly save: () => void;
  /** The effect of the changes, such as the members who gain and lose sight of channels. */
  readonly children?: JSX.Element;
}) => {
  const unsaved = useUnsaved();
  let bar: HTMLElement | undefined;
  createEffect(() => unsaved.report(() => props.dirty));
  onCleanup(() => unsaved.report(NOT_DIRTY));
  createEffect(() => {
    if (unsaved.refused() === 0) return;
    bar?.classList.remove('refused');
    // The browser begins an animation anew only after it has drawn the element without it.
    void bar?.offsetWidth;
    bar?.classList.add('refused');
    bar?.querySelector<HTMLElement>('.primary')?.focus();
  });
  return (
    <Show when={props.dirty}>
      <section
        class="unsaved-bar"
        aria-label={govern.unsaved.says}
        ref={(element) => {
          bar = element;
        }}
      >
        {props.children}
        <p role="status">{unsaved.refused() > 0 ? govern.unsaved.stays : govern.unsaved.says}</p>
        <TroubleNote trouble={props.trouble} />
        <div class="unsaved-acts">
          <Button kind="quiet" press={props.reset}>
            {govern.unsaved.reset}
          </Button>
          <Button busy={props.busy} press={props.save}>
            {govern.unsaved.save}
          </Button>
        </div>
      </section>
    </Show>
  );
};
