/**
 * The palette finds channels, people, communities and actions by name. Its field is there at once, so no letter is lost
 * while the list is loaded.
 */

import { createSignal, createUniqueId } from 'solid-js';
import type { PaletteScreen } from '#web/palette/palette-sources.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const loadPaletteList = () => withLaterWords(import('#web/palette/palette-list.tsx'));

/** The list under the field. It takes the keys of the field, because the focus stays there. */
export type PaletteListHandle = {
  readonly step: (by: 1 | -1) => void;
  readonly choose: () => void;
  readonly chosenId: () => string | undefined;
};

export const PaletteDialog = (props: { readonly screen: PaletteScreen; readonly close: () => void }) => {
  const [query, setQuery] = createSignal('');
  const [list, setList] = createSignal<PaletteListHandle>();
  const listId = createUniqueId();
  let field: HTMLInputElement | undefined;
  let chosenEarly = false;
  const pressed = (event: KeyboardEvent): void => {
    const act = {
      ArrowDown: () => list()?.step(1),
      ArrowUp: () => list()?.step(-1),
      Enter: () => {
        chosenEarly = true;
        list()?.choose();
      },
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <Dialog title={words.palette.title} close={props.close}>
      <input
        class="palette-input"
        ref={(element) => {
          field = element;
        }}
        role="combobox"
        aria-label={words.palette.title}
        aria-expanded={list() !== undefined}
        aria-controls={list() === undefined ? undefined : listId}
        aria-autocomplete="list"
        aria-activedescendant={list()?.chosenId()}
        placeholder={words.palette.placeholder}
        autofocus
        autocomplete="off"
        value={query()}
        onInput={(event) => {
          chosenEarly = false;
          setQuery(event.currentTarget.value);
        }}
        on:keydown={pressed}
      />
      <Loaded load={loadPaletteList} waiting={<p class="quiet-note pad">{words.loading}</p>}>
        {({ PaletteList }) => (
          <PaletteList
            id={listId}
            screen={props.screen}
            query={query()}
            ask={(next) => {
              setQuery(next);
              field?.focus();
            }}
            close={props.close}
            handle={(handle) => {
              setList(handle);
              // Enter was pressed before the list was there.
              if (chosenEarly) queueMicrotask(handle.choose);
            }}
          />
        )}
      </Loaded>
    </Dialog>
  );
};
