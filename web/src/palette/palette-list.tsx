/** The things that the palette has found, and the signs that narrow the search. */

import '#web/palette/palette.css';
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import type { PaletteListHandle } from '#web/palette/palette-dialog.tsx';
import { type PaletteItem, PREFIXES, sectionsFor } from '#web/palette/palette-items.ts';
import { paletteRecents } from '#web/palette/palette-recents.ts';
import { type PaletteScreen, paletteOf } from '#web/palette/palette-sources.ts';
import { useKeepsakes } from '#web/platform/kept.ts';
import { useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const PaletteList = (props: {
  readonly id: string;
  readonly screen: PaletteScreen;
  readonly query: string;
  readonly ask: (query: string) => void;
  readonly close: () => void;
  readonly handle: (handle: PaletteListHandle) => void;
}) => {
  const recents = paletteRecents(useKeepsakes());
  const recent = recents.read();
  const shortcuts = useShortcuts();
  const items = createMemo(() => paletteOf(props.screen, shortcuts));
  const [chosen, setChosen] = createSignal(0);
  const sections = createMemo(() => sectionsFor(props.query, items(), recent));
  const found = createMemo(() => sections().flatMap(({ items }) => items));
  const optionId = (index: number) => `${props.id}-${index}`;
  const run = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    recents.add(item.key);
    props.close();
    item.run();
  };
  createEffect(
    on(
      () => props.query,
      () => setChosen(0),
    ),
  );
  createEffect(() => document.getElementById(optionId(chosen()))?.scrollIntoView({ block: 'nearest' }));
  props.handle({
    step: (by) => setChosen((at) => (at + by + found().length) % Math.max(1, found().length)),
    choose: () => run(found()[chosen()]),
    chosenId: () => (found().length === 0 ? undefined : optionId(chosen())),
  });
  const Option = (option: { readonly item: PaletteItem }) => {
    const index = () => found().indexOf(option.item);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the field, whose keys these are
      // biome-ignore lint/a11y/useFocusableInteractive: as above
      <div
        id={optionId(index())}
        role="option"
        aria-selected={index() === chosen()}
        onClick={() => run(option.item)}
        onPointerMove={() => setChosen(index())}
      >
        <Icon name={option.item.icon} />
        <strong>{option.item.name}</strong>
        <Show when={option.item.note}>
          <span>{option.item.note}</span>
        </Show>
        <Show when={option.item.keys}>
          <span aria-hidden="true">
            <kbd>{option.item.keys}</kbd>
          </span>
        </Show>
      </div>
    );
  };
  return (
    <>
      <div id={props.id} role="listbox" class="palette-list" aria-label={words.palette.title} tabindex="-1">
        <For each={sections()}>
          {(section) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the parts of a form
            <div role="group" aria-label={later.palette.sections[section.kind]}>
              <p class="palette-title" aria-hidden="true">
                {later.palette.sections[section.kind]}
              </p>
              <For each={section.items}>{(item) => <Option item={item} />}</For>
            </div>
          )}
        </For>
      </div>
      <p class={found().length === 0 ? 'quiet-note pad' : 'spoken'} role="status">
        {found().length === 0 ? later.palette.nothing : later.palette.found(found().length)}
      </p>
      <footer class="palette-signs">
        <For each={PREFIXES}>
          {([sign, kind]) => (
            <button type="button" onClick={() => props.ask(sign)}>
              <kbd>{sign}</kbd> {later.palette.sections[kind]}
            </button>
          )}
        </For>
      </footer>
    </>
  );
};
