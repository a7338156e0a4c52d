import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { piecesOf } from '#web/search/marked.ts';
import { applied, type Filter, type Suggestion, type SuggestionSource, suggest } from '#web/search/suggest.ts';
import type { SearchTrouble } from '#web/store/state.ts';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';

const hintOf = ({ kind, insert }: Suggestion): string =>
  kind === 'filter' ? later.search.hints[insert.slice(0, -1) as Filter] : '';

/** The text of the last search, with its invalid part marked. */
const Wrong = (props: { readonly text: string; readonly trouble: SearchTrouble }) => (
  <Show when={props.trouble.within}>
    {(within) => (
      <p class="search-wrong" aria-hidden="true">
        <For
          each={piecesOf({
            text: props.text,
            ranges: [{ start: within().at, end: within().at + within().length }],
          })}
        >
          {(piece) => (piece.marked ? <mark>{piece.text}</mark> : piece.text)}
        </For>
      </p>
    )}
  </Show>
);

/** The search field with suggestions for the piece at the caret. Enter takes the chosen suggestion or starts the search. */
export const SearchBox = (props: {
  readonly text: string;
  readonly change: (text: string) => void;
  /** Takes the text after each letter, but not while an input method composes one. */
  readonly typed: (text: string) => void;
  readonly ask: () => void;
  readonly known: SuggestionSource;
  /** The last search when the server found it invalid, else null. */
  readonly wrong: { readonly text: string; readonly trouble: SearchTrouble } | null;
  /** True for a text that is not searched while it is typed and waits for Enter. */
  readonly waitsForEnter: boolean;
  readonly toResults: () => boolean;
  readonly close: () => void;
}) => {
  const listId = createUniqueId();
  const troubleId = createUniqueId();
  const optionId = (index: number) => `${listId}-${index}`;
  const [open, setOpen] = createSignal(props.text === '');
  const [caret, setCaret] = createSignal(props.text.length);
  const [chosen, setChosen] = createSignal(-1);
  let input: HTMLInputElement | undefined;
  const suggested = createMemo(() => suggest(props.text, Math.min(caret(), props.text.length), props.known));
  const shown = () => (open() ? suggested().suggestions : []);

  const moved = (): void => {
    setCaret(input?.selectionStart ?? props.text.length);
    setChosen(-1);
  };
  const take = (suggestion: Suggestion): void => {
    const next = applied(props.text, suggested(), suggestion);
    props.change(next.text);
    props.typed(next.text);
    setCaret(next.caret);
    setChosen(-1);
    input?.focus();
    queueMicrotask(() => input?.setSelectionRange(next.caret, next.caret));
  };
  const step = (by: 1 | -1): boolean => {
    const count = shown().length;
    if (count === 0) return false;
    setChosen((at) => (at + by < -1 ? count - 1 : at + by >= count ? -1 : at + by));
    return true;
  };
  const keys: { readonly [key: string]: () => boolean } = {
    ArrowDown: () => step(1) || props.toResults(),
    ArrowUp: () => step(-1),
    Enter: () => {
      const suggestion = shown()[chosen()];
      if (suggestion !== undefined) take(suggestion);
      else {
        setOpen(false);
        props.ask();
      }
      return true;
    },
    Escape: () => {
      if (shown().length > 0 && props.text !== '') setOpen(false);
      else props.close();
      return true;
    },
  };
  return (
    <search>
      <form
        class="search-box"
        onSubmit={(event) => {
          event.preventDefault();
          setOpen(false);
          props.ask();
        }}
      >
        <Icon name="search" />
        <input
          type="text"
          class="search-input"
          dir="auto"
          role="combobox"
          aria-label={later.search.label}
          aria-autocomplete="list"
          aria-expanded={shown().length > 0}
          aria-controls={shown().length > 0 ? listId : undefined}
          aria-activedescendant={chosen() >= 0 && chosen() < shown().length ? optionId(chosen()) : undefined}
          aria-invalid={props.wrong !== null}
          aria-describedby={props.wrong === null ? undefined : troubleId}
          placeholder={later.search.placeholder}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          maxLength={256}
          value={props.text}
          ref={(element) => {
            input = element;
            queueMicrotask(() => element.select());
          }}
          onInput={(event) => {
            props.change(event.currentTarget.value);
            if (!event.isComposing) props.typed(event.currentTarget.value);
            setOpen(true);
            moved();
          }}
          onCompositionEnd={(event) => props.typed(event.currentTarget.value)}
          onClick={moved}
          on:keyup={(event: KeyboardEvent) => {
            if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) moved();
          }}
          on:keydown={(event: KeyboardEvent) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (keys[event.key]?.() === true) {
              event.preventDefault();
              event.stopPropagation();
            }
          }}
        />
        <Show when={shown().length > 0}>
          <div id={listId} role="listbox" class="search-suggestions" aria-label={later.search.suggestions}>
            <For each={shown()}>
              {(suggestion, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the combobox, whose keys these are
                // biome-ignore lint/a11y/useFocusableInteractive: as above
                <div
                  id={optionId(index())}
                  role="option"
                  tabindex="-1"
                  aria-selected={index() === chosen()}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => take(suggestion)}
                >
                  <strong>{suggestion.insert}</strong>
                  <span>{hintOf(suggestion)}</span>
                </div>
              )}
            </For>
          </div>
        </Show>
        <Show when={props.waitsForEnter}>
          <p class="search-enter">{later.search.enter}</p>
        </Show>
        <Show when={props.wrong}>
          {(wrong) => (
            <div id={troubleId} class="search-trouble" role="alert">
              <Wrong text={wrong().text} trouble={wrong().trouble} />
              <p>{problemText(wrong().trouble)}</p>
            </div>
          )}
        </Show>
      </form>
    </search>
  );
};
