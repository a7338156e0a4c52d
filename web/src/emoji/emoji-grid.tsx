/** The emoji in their sections. A section is drawn when it comes near the view, so that the picker opens at once. */

import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import type { NamedEmoji } from '#web/emoji/emoji-search.ts';
import { COLUMNS, type GridPlace, stepIn } from '#web/emoji/emoji-sections.ts';
import type { EmojiCategory } from '#web/emoji/emoji-table.ts';
import { later } from '#web/words/later/later-words.ts';

export type EmojiSection = {
  readonly key: EmojiCategory | 'recent' | 'found';
  readonly emoji: ReadonlyArray<NamedEmoji>;
};
export type EmojiGridHandle = {
  /** Moves the focus to the first emoji. */
  readonly enter: () => void;
  /** Scrolls to a section. The next press of Tab enters it. */
  readonly show: (key: string) => void;
};

/** Pixels around the view in which a section is drawn. */
const DRAWN_AHEAD = 300;
const DRAWN_FIRST: ReadonlySet<string> = new Set(['recent', 'smileys', 'found']);
const TURNED: { readonly [key: string]: string } = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' };

export const EmojiGrid = (props: {
  readonly sections: ReadonlyArray<EmojiSection>;
  readonly shown: (section: EmojiSection, emoji: NamedEmoji) => string;
  readonly pick: (emoji: string) => void;
  readonly preview: (emoji: NamedEmoji | undefined) => void;
  /** Moves the focus to the search field. */
  readonly leave: () => void;
  readonly handle: (handle: EmojiGridHandle) => void;
}) => {
  const [at, setAt] = createSignal<GridPlace>({ section: 0, index: 0 });
  const [drawn, setDrawn] = createSignal(DRAWN_FIRST);
  let scroller: HTMLDivElement | undefined;
  const draw = (key: string): void => {
    setDrawn((before) => (before.has(key) ? before : new Set([...before, key])));
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting && target instanceof HTMLElement) draw(target.dataset['section'] ?? '');
    },
    { rootMargin: `${DRAWN_AHEAD}px` },
  );
  onCleanup(() => near.disconnect());
  createEffect(
    on(
      () => props.sections,
      () => {
        setAt({ section: 0, index: 0 });
        scroller?.scrollTo(0, 0);
      },
    ),
  );
  const elementOf = (key: string) => scroller?.querySelector<HTMLElement>(`[data-section="${key}"]`);
  const focusAt = (place: GridPlace): void => {
    const key = props.sections[place.section]?.key;
    if (key === undefined) return;
    draw(key);
    setAt(place);
    elementOf(key)?.querySelectorAll<HTMLElement>('button')[place.index]?.focus();
  };
  props.handle({
    enter: () => focusAt({ section: 0, index: 0 }),
    show: (key) => {
      draw(key);
      elementOf(key)?.scrollIntoView({ block: 'start' });
      setAt({ section: props.sections.findIndex((section) => section.key === key), index: 0 });
    },
  });
  const pressed = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key.length === 1 && event.key !== ' ') {
      props.leave();
      return;
    }
    const key = document.documentElement.dir === 'rtl' ? (TURNED[event.key] ?? event.key) : event.key;
    const sizes = props.sections.map(({ emoji }) => emoji.length);
    const next = stepIn(sizes, at(), key);
    if (next === at()) return;
    event.preventDefault();
    if (next === null) props.leave();
    else focusAt(next);
  };
  const Line = (line: { readonly section: EmojiSection; readonly number: number }) => (
    <For each={line.section.emoji}>
      {(one, index) => (
        <button
          type="button"
          tabindex={at().section === line.number && at().index === index() ? 0 : -1}
          aria-label={one.name}
          onClick={() => props.pick(props.shown(line.section, one))}
          // The grid changes under a pointer that rests. Only one that moves points at an emoji.
          onMouseMove={({ movementX, movementY }) => {
            if (movementX !== 0 || movementY !== 0) props.preview(one);
          }}
          onFocus={() => {
            setAt({ section: line.number, index: index() });
            props.preview(one);
          }}
        >
          {props.shown(line.section, one)}
        </button>
      )}
    </For>
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: moves the focus among the buttons inside
    <div
      class="emoji-scroll"
      ref={(element) => {
        scroller = element;
      }}
      onKeyDown={pressed}
    >
      <For each={props.sections}>
        {(section, number) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the parts of a form
          <div
            role="group"
            data-section={section.key}
            aria-label={later.emoji.category[section.key]}
            ref={(element) => {
              element.style.setProperty('--rows', String(Math.ceil(section.emoji.length / COLUMNS)));
              near.observe(element);
            }}
          >
            <p class="emoji-title" aria-hidden="true">
              {later.emoji.category[section.key]}
            </p>
            <div class="emoji-grid">
              <Show when={drawn().has(section.key)}>
                <Line section={section} number={number()} />
              </Show>
            </div>
          </div>
        )}
      </For>
    </div>
  );
};
