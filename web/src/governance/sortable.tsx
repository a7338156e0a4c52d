/**
 * A list whose rows the user moves, with the pointer or with the arrow keys. Both start at the handle of a row. A row
 * moves only to places that `mayMove` allows.
 */

import { createEffect, createSignal, For, type JSX, on } from 'solid-js';
import { IconButton } from '#web/ui/button.tsx';

export type SortableRow<A> = { readonly item: A; readonly handle: () => JSX.Element; readonly dragged: () => boolean };

type Held<A> = { readonly item: A; readonly items: ReadonlyArray<A>; readonly letGo: boolean };

const moved = <A,>(items: ReadonlyArray<A>, from: number, to: number): ReadonlyArray<A> => {
  const rest = items.toSpliced(from, 1);
  return items[from] === undefined ? items : rest.toSpliced(to, 0, items[from]);
};

export const Sortable = <A,>(props: {
  readonly items: ReadonlyArray<A>;
  readonly class: string;
  readonly label: string;
  readonly nameOf: (item: A) => string;
  /** False for a row that stays, and for a place that this row may not take. */
  readonly mayMove: (item: A, to: number) => boolean;
  /** Called once with the new order, when the row is let go. The list keeps the order while the answer is on its way. */
  readonly order: (items: ReadonlyArray<A>, item: A) => Promise<boolean>;
  readonly children: (row: SortableRow<A>) => JSX.Element;
}) => {
  let list: HTMLUListElement | undefined;
  const [held, setHeld] = createSignal<Held<A> | null>(null);
  /** The name of the handle that the keyboard uses. A row that moves loses the focus, and its handle gets it back. */
  const [steered, setSteered] = createSignal<string | null>(null);
  const shown = () => held()?.items ?? props.items;

  const rows = (): ReadonlyArray<Element> => [...(list?.children ?? [])];
  /** Answers the place of the row whose middle is the nearest to the pointer. */
  const placeAt = (y: number): number => {
    const middles = rows().map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return Math.abs(top + height / 2 - y);
    });
    return middles.indexOf(Math.min(...middles));
  };
  const put = (item: A, to: number): void => {
    const items = shown();
    const from = items.indexOf(item);
    if (from === to || to < 0 || to >= items.length || !props.mayMove(item, to)) return;
    setHeld({ item, items: moved(items, from, to), letGo: false });
  };
  const letGo = (): void => {
    const now = held();
    if (now === null || now.letGo) return;
    const changed = now.items.some((item, at) => item !== props.items[at]);
    const answer = changed ? props.order(now.items, now.item) : undefined;
    if (answer === undefined) setHeld(null);
    else {
      setHeld({ ...now, letGo: true });
      void answer.then((done) => {
        if (!done) setHeld(null);
      });
    }
  };
  createEffect(
    on(
      () => props.items,
      () => setHeld((before) => (before?.letGo === true ? null : before)),
      { defer: true },
    ),
  );
  createEffect(
    on([shown, steered], () => {
      const handles = [...(list?.querySelectorAll<HTMLElement>('.grip button') ?? [])];
      const handle = handles.find((one) => one.getAttribute('aria-label') === steered());
      if (handle !== undefined && !list?.contains(document.activeElement)) handle.focus();
    }),
  );
  const step = (item: A, by: 1 | -1): void => {
    put(item, shown().indexOf(item) + by);
    letGo();
  };

  const Handle = (handle: { readonly item: A }) => (
    <span
      class="grip"
      on:pointerdown={(event: PointerEvent) => {
        if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        setSteered(null);
        setHeld({ item: handle.item, items: shown(), letGo: false });
      }}
      on:pointermove={(event: PointerEvent) => {
        if (held()?.item === handle.item && held()?.letGo === false) put(handle.item, placeAt(event.clientY));
      }}
      on:pointerup={letGo}
      on:pointercancel={() => setHeld(null)}
      on:focusout={(event: FocusEvent) => {
        // A row that moves loses the focus to nothing. A user moves it to something.
        if (event.relatedTarget !== null) setSteered(null);
      }}
      on:keydown={(event: KeyboardEvent) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
        if (by === null) return;
        event.preventDefault();
        event.stopPropagation();
        setSteered(props.nameOf(handle.item));
        step(handle.item, by);
      }}
    >
      <IconButton icon="grip" name={props.nameOf(handle.item)} press={() => undefined} />
    </span>
  );
  return (
    <ul
      class={props.class}
      aria-label={props.label}
      ref={(element) => {
        list = element;
      }}
    >
      <For each={shown()}>
        {(item) =>
          props.children({
            item,
            handle: () => <Handle item={item} />,
            dragged: () => held()?.item === item && held()?.letGo === false,
          })
        }
      </For>
    </ul>
  );
};
