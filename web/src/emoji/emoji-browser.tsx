/** The inside of the emoji picker: a search field, the categories, the grid and the skin tones. */

import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import '#web/emoji/emoji.css';
import { emojiIn, toned } from '#web/emoji/emoji.ts';
import { emojiChoices } from '#web/emoji/emoji-choices.ts';
import { EmojiFoot } from '#web/emoji/emoji-foot.tsx';
import { EmojiGrid, type EmojiGridHandle, type EmojiSection } from '#web/emoji/emoji-grid.tsx';
import { emojiSearch, type NamedEmoji } from '#web/emoji/emoji-search.ts';
import type { EmojiCategory, EmojiTable, EmojiWordList } from '#web/emoji/emoji-table.ts';
import { useKeepsakes } from '#web/platform/kept.ts';
import { rove } from '#web/ui/roving.ts';
import { later } from '#web/words/later/later-words.ts';

const SIGNS: ReadonlyArray<readonly [EmojiCategory | 'recent', string]> = [
  ['recent', '🕘'],
  ['smileys', '😀'],
  ['people', '👋'],
  ['nature', '🐻'],
  ['food', '🍎'],
  ['travel', '🚗'],
  ['activities', '⚽'],
  ['objects', '💡'],
  ['symbols', '🔣'],
  ['flags', '🏁'],
];

const Tabs = (props: { readonly show: (key: string) => void }) => (
  <div
    class="emoji-tabs"
    role="toolbar"
    aria-label={later.emoji.categories}
    tabindex="-1"
    onKeyDown={(event) => rove(event, 'button')}
  >
    <For each={SIGNS}>
      {([key, sign], index) => (
        <button
          type="button"
          tabindex={index() === 0 ? 0 : -1}
          aria-label={later.emoji.category[key]}
          data-tip={later.emoji.category[key]}
          data-tip-side="below"
          onClick={() => props.show(key)}
        >
          {sign}
        </button>
      )}
    </For>
  </div>
);

export const EmojiBrowser = (props: {
  readonly table: EmojiTable;
  readonly others: ReadonlyArray<EmojiWordList>;
  readonly pick: (emoji: string) => void;
}) => {
  const choices = emojiChoices(useKeepsakes());
  const search = emojiSearch(props.table, props.others);
  const [query, setQuery] = createSignal('');
  const [preview, setPreview] = createSignal<NamedEmoji>();
  let field: HTMLInputElement | undefined;
  let grid: EmojiGridHandle | undefined;

  const named = (emoji: string): NamedEmoji => ({ emoji, name: search.nameOf(emoji) ?? emoji });
  const shelves: ReadonlyArray<EmojiSection> = [
    { key: 'recent', emoji: choices.recent.map(named) },
    ...props.table.map(({ category, emoji }) => ({ key: category, emoji: emoji.map(([one]) => named(one)) })),
  ];
  const found = createMemo((): ReadonlyArray<NamedEmoji> | null => {
    if (query().trim() === '') return null;
    // An emoji that is typed or pasted is found by itself, with its tone.
    const typed = emojiIn(query());
    return typed === null ? search.find(query()) : [named(typed)];
  });
  const sections = createMemo((): ReadonlyArray<EmojiSection> => {
    const some = found();
    if (some === null) return shelves;
    return some.length === 0 ? [] : [{ key: 'found', emoji: some }];
  });
  const pick = (emoji: string): void => {
    choices.use(emoji);
    props.pick(emoji);
  };
  const pressed = (event: KeyboardEvent): void => {
    const first = found()?.[0];
    if (event.key === 'ArrowDown') grid?.enter();
    else if (event.key === 'Enter' && first !== undefined) pick(toned(first.emoji, choices.tone()));
    else return;
    event.preventDefault();
  };
  onMount(() => {
    // The keyboard of a phone would cover the emoji.
    if (matchMedia('(pointer: fine)').matches) field?.focus();
  });
  const status = (): string => {
    const some = found();
    if (some === null) return '';
    return some[0] === undefined ? later.emoji.none : later.emoji.found(some.length, some[0].name);
  };
  return (
    <>
      <input
        type="search"
        class="emoji-search"
        ref={(element) => {
          field = element;
        }}
        aria-label={later.emoji.search}
        placeholder={later.emoji.search}
        autocomplete="off"
        value={query()}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          // Enter picks the first emoji that is found, and not the one under a resting pointer.
          setPreview(undefined);
        }}
        onKeyDown={pressed}
      />
      <Show when={found() === null}>
        <Tabs show={(key) => grid?.show(key)} />
      </Show>
      <EmojiGrid
        sections={sections()}
        // The emoji used last have the tone that they were used with.
        shown={({ key }, { emoji }) => (key === 'recent' ? emoji : toned(emoji, choices.tone()))}
        pick={pick}
        preview={setPreview}
        leave={() => field?.focus()}
        handle={(handle) => {
          grid = handle;
        }}
      />
      <Show when={found()?.length === 0}>
        <p class="quiet-note pad">{later.emoji.none}</p>
      </Show>
      <EmojiFoot preview={preview() ?? found()?.[0]} tone={choices.tone()} chooseTone={choices.chooseTone} />
      <p class="spoken" role="status">
        {status()}
      </p>
    </>
  );
};
