/** The help about the shortcuts, drawn from their table. Each shortcut can be changed or switched off in it. */

import '#web/shortcuts/shortcuts.css';
import { createSignal, For, onMount, Show } from 'solid-js';
import { loadWritingWords, writingWords } from '#web/message/writing/words/writing-words.ts';
import { changeKeys } from '#web/shortcuts/change-keys.ts';
import type { Chord } from '#web/shortcuts/chord.ts';
import { FIXED_KEYS } from '#web/shortcuts/fixed-keys.ts';
import type { ShortcutRefusal } from '#web/shortcuts/refused.ts';
import { SHORTCUT_NAMES } from '#web/shortcuts/shortcut-table.ts';
import { type UserKeys, useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { type FormatKeyName, formatKeysOf, PLAIN_PASTE_KEY, TAKE_KEYS } from '#web/shortcuts/writing-keys.ts';
import { Button, IconButton } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { later } from '#web/words/later/later-words.ts';

/** A button that waits for the keys of a shortcut. Escape and a loss of the focus cancel it. */
const Recorder = (props: {
  readonly name: string;
  readonly taken: (chord: Chord) => void;
  readonly cancel: () => void;
}) => {
  const shortcuts = useShortcuts();
  let button: HTMLButtonElement | undefined;
  onMount(() => button?.focus());
  return (
    <button
      type="button"
      class="shortcut-keys recording"
      ref={(element) => {
        button = element;
      }}
      aria-label={later.shortcuts.recording(props.name)}
      on:keydown={(event: KeyboardEvent) => {
        if (event.key === 'Tab' && !event.ctrlKey && !event.metaKey && !event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        const chord = shortcuts.chordOf(event);
        if (chord === 'Escape') props.cancel();
        else if (chord !== null) props.taken(chord);
      }}
      on:blur={() => props.cancel()}
    >
      {later.shortcuts.press}
    </button>
  );
};

const Changeable = <N extends string>(props: {
  readonly of: N;
  readonly keys: UserKeys<N>;
  readonly nameOf: (name: N) => string;
  readonly autofocus?: boolean;
}) => {
  const shortcuts = useShortcuts();
  const acts = changeKeys(props.keys);
  const [recording, setRecording] = createSignal(false);
  const [refused, setRefused] = createSignal<{ readonly keys: string; readonly why: ShortcutRefusal }>();
  let row: HTMLDivElement | undefined;
  const name = () => props.nameOf(props.of);
  const shown = (): string | undefined => {
    const chord = props.keys.chord(props.of);
    return chord === null ? undefined : shortcuts.shownChord(chord);
  };
  const stop = (): void => {
    if (!recording()) return;
    setRecording(false);
    queueMicrotask(() => row?.querySelector<HTMLElement>('.shortcut-keys')?.focus());
  };
  const take = (chord: Chord): void => {
    const why = acts.change(props.of, chord);
    setRefused(why === null ? undefined : { keys: shortcuts.shownChord(chord), why });
    stop();
  };
  return (
    <div
      class="shortcut"
      ref={(element) => {
        row = element;
      }}
    >
      <span class="shortcut-name">
        {name()}
        <Show when={refused()}>
          {(no) => <small role="alert">{later.shortcuts.refused[no().why](no().keys)}</small>}
        </Show>
        <Show when={acts.conflicts(props.of)[0]}>
          {(other) => <small role="alert">{later.shortcuts.conflict(props.nameOf(other()))}</small>}
        </Show>
      </span>
      <Show when={acts.isChanged(props.of)}>
        <IconButton icon="undo" name={later.shortcuts.restore(name())} press={() => acts.restore(props.of)} />
      </Show>
      <Show when={shown() !== undefined}>
        <IconButton icon="close" name={later.shortcuts.switchOff(name())} press={() => acts.switchOff(props.of)} />
      </Show>
      <Show
        when={recording()}
        fallback={
          <button
            type="button"
            class="shortcut-keys"
            autofocus={props.autofocus === true}
            aria-label={later.shortcuts.change(name(), shown() ?? later.shortcuts.off)}
            data-tip={later.shortcuts.changeTip}
            onClick={() => {
              setRefused(undefined);
              setRecording(true);
            }}
          >
            <Show when={shown()} fallback={<span class="quiet-note">{later.shortcuts.off}</span>}>
              {(keys) => <kbd>{keys()}</kbd>}
            </Show>
          </button>
        }
      >
        <Recorder name={name()} taken={take} cancel={stop} />
      </Show>
    </div>
  );
};

const Fixed = (props: { readonly name: string; readonly chords: ReadonlyArray<Chord> }) => {
  const shortcuts = useShortcuts();
  return (
    <div class="shortcut">
      <span class="shortcut-name">{props.name}</span>
      <span class="shortcut-fixed">
        <For each={props.chords}>{(chord) => <kbd>{shortcuts.shownChord(chord)}</kbd>}</For>
      </span>
    </div>
  );
};

/** The keys of a field in which the user writes. Their names are loaded with what helps to write. */
const WhileWriting = (props: { readonly formats: UserKeys<FormatKeyName> }) => (
  <Loaded load={loadWritingWords}>
    {() => (
      <>
        <h3>{writingWords.keys.title}</h3>
        <For each={props.formats.names}>
          {(one) => (
            <Changeable
              of={one}
              keys={props.formats}
              nameOf={(name) => writingWords.keys.selected(writingWords.formats[name])}
            />
          )}
        </For>
        <Fixed name={writingWords.keys.complete} chords={TAKE_KEYS} />
        <Fixed name={writingWords.keys.plainPaste} chords={[PLAIN_PASTE_KEY]} />
      </>
    )}
  </Loaded>
);

export const ShortcutsDialog = (props: { readonly close: () => void }) => {
  const shortcuts = useShortcuts();
  const formats = formatKeysOf(shortcuts);
  const all = [changeKeys(shortcuts), changeKeys(formats)] as const;
  return (
    <Dialog title={later.shortcuts.title} close={props.close} size="wide">
      <p class="quiet-note">{later.shortcuts.hint}</p>
      <div class="shortcuts">
        <h3>{later.shortcuts.everywhere}</h3>
        <For each={SHORTCUT_NAMES}>
          {(one, at) => (
            <Changeable
              of={one}
              keys={shortcuts}
              nameOf={(name) => later.shortcuts.names[name]}
              autofocus={at() === 0}
            />
          )}
        </For>
        <h3>{later.shortcuts.inParts}</h3>
        <For each={FIXED_KEYS}>{([name, chords]) => <Fixed name={later.shortcuts.fixed[name]} chords={chords} />}</For>
        <WhileWriting formats={formats} />
      </div>
      <Show when={SHORTCUT_NAMES.some(all[0].isChanged) || formats.names.some(all[1].isChanged)}>
        <footer class="dialog-foot">
          <Button
            kind="quiet"
            press={() => {
              for (const acts of all) acts.restoreAll();
            }}
          >
            {later.shortcuts.restoreAll}
          </Button>
        </footer>
      </Show>
    </Dialog>
  );
};
