import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

const SHOWN_MAX = 12;
export type Destination = { readonly channel: Channel; readonly guild: Guild };

/** Scores a name for the typed letters; lower is better. Letters that stand together and early score best. */
const scoreOf = (name: string, wanted: string): number => {
  const at = name.indexOf(wanted);
  if (at !== -1) return at;
  let from = 0;
  for (const letter of wanted) {
    const found = name.indexOf(letter, from);
    if (found === -1) return Number.POSITIVE_INFINITY;
    from = found + 1;
  }
  return 1_000 + from;
};

export const QuickSwitcher = (props: {
  readonly destinations: ReadonlyArray<Destination>;
  readonly go: (destination: Destination) => void;
  readonly close: () => void;
}) => {
  const [wanted, setWanted] = createSignal('');
  const [chosen, setChosen] = createSignal(0);
  const listId = createUniqueId();
  const optionId = (index: number) => `${listId}-${index}`;
  const found = createMemo(() => {
    const text = wanted().trim().replace(/^#/, '').toLocaleLowerCase();
    return props.destinations
      .map((destination) => ({
        destination,
        score: scoreOf(`${destination.channel.name} ${destination.guild.name}`.toLocaleLowerCase(), text),
      }))
      .filter(({ score }) => Number.isFinite(score))
      .toSorted((a, b) => a.score - b.score)
      .slice(0, SHOWN_MAX)
      .map(({ destination }) => destination);
  });
  const go = (destination: Destination | undefined): void => {
    if (destination === undefined) return;
    props.close();
    props.go(destination);
  };
  const pressed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((at) => Math.max(0, Math.min(at + step, found().length - 1)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(found()[chosen()]);
    }
  };
  return (
    <Dialog title={words.switcher.title} close={props.close}>
      <input
        class="switcher-input"
        role="combobox"
        aria-label={words.switcher.title}
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found().length === 0 ? undefined : optionId(chosen())}
        placeholder={words.switcher.placeholder}
        autofocus
        autocomplete="off"
        value={wanted()}
        onInput={(event) => {
          setWanted(event.currentTarget.value);
          setChosen(0);
        }}
        on:keydown={pressed}
      />
      <div id={listId} role="listbox" class="switcher-list" aria-label={words.switcher.title}>
        <For each={found()}>
          {(destination, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the combobox, whose keys these are
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div
              id={optionId(index())}
              role="option"
              tabindex="-1"
              aria-selected={index() === chosen()}
              onClick={() => go(destination)}
            >
              <Icon name="hash" />
              <strong>{destination.channel.name}</strong>
              <span>{destination.guild.name}</span>
            </div>
          )}
        </For>
      </div>
      <Show when={found().length === 0}>
        <p class="quiet-note" role="status">
          {words.switcher.nothing}
        </p>
      </Show>
    </Dialog>
  );
};
