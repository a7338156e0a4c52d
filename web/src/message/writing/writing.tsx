/**
 * Helps in a field while the user writes: it suggests names and emoji, formats a selected text, and pastes rich texts as
 * Markdown. It takes the keys of the field before the field does.
 */

import { createEffect, createMemo, createSignal, createUniqueId, onCleanup, Show } from 'solid-js';
import '#web/message/writing/writing.css';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { toned } from '#web/emoji/emoji.ts';
import { emojiChoices } from '#web/emoji/emoji-choices.ts';
import type { EmojiSearch } from '#web/emoji/emoji-search.ts';
import { loadEmojiSearch } from '#web/emoji/load-emoji-search.ts';
import type { ChosenNames } from '#web/message/writing/chosen-names.ts';
import { FormatBar } from '#web/message/writing/format-bar.tsx';
import { type FormatName, formatted } from '#web/message/writing/formats.ts';
import type { KnownNames } from '#web/message/writing/known-names.ts';
import { takePaste } from '#web/message/writing/pasting.ts';
import { SuggestionList } from '#web/message/writing/suggestion-list.tsx';
import { emojiFor, type NameSuggestion, namesFor } from '#web/message/writing/suggestions.ts';
import { carried, wireOf } from '#web/message/writing/tokens.ts';
import { pieceAt, type TypedPiece } from '#web/message/writing/typed-piece.ts';
import { writingWords } from '#web/message/writing/words/writing-words.ts';
import { channelKey, paletteRecents } from '#web/palette/palette-recents.ts';
import { useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { formatKeysOf, PLAIN_PASTE_KEY, TAKE_KEYS } from '#web/shortcuts/writing-keys.ts';
import type { Point } from '#web/ui/place.ts';
import { replaceText } from '#web/ui/replace-text.ts';

export type WritingHandle = {
  /** Called with each change of the text by the user, so that chosen names stay where they are. */
  readonly changed: (before: string, after: string) => void;
  /** Answers the text as it is sent. */
  readonly wireOf: (text: string) => string;
};

type WritingProps = {
  readonly client: Client;
  readonly channelId: ChannelId;
  readonly area: HTMLTextAreaElement;
  readonly names: KnownNames;
  /** Looks for members whose names begin like this, beyond those that `names` has. */
  readonly findMembers: (name: string) => void;
  readonly chosen: ChosenNames;
  readonly handle: (handle: WritingHandle) => void;
};

/** Listens to the field as long as the component lives. */
const listeningTo = (area: HTMLTextAreaElement) => {
  const ending = new AbortController();
  onCleanup(() => ending.abort());
  const { signal } = ending;
  return {
    field: <K extends keyof HTMLElementEventMap>(type: K, heard: (event: HTMLElementEventMap[K]) => void): void =>
      area.addEventListener(type, heard, { signal, capture: true }),
    page: <K extends keyof DocumentEventMap>(type: K, heard: (event: DocumentEventMap[K]) => void): void =>
      document.addEventListener(type, heard, { signal, capture: true }),
  };
};

/** Answers the ids of what the user met last in this channel: its authors, and the channels that the palette keeps. */
const recentsOf = (props: WritingProps) => {
  const authors = (): ReadonlyArray<string> => {
    const { timelines, me } = props.client.state();
    const said = timelines[props.channelId]?.messages ?? [];
    return [...new Set(said.toReversed().map(({ author_id: id }) => id as string))].filter((id) => id !== me?.user_id);
  };
  const kept = paletteRecents(props.client.platform.keepsakes);
  const prefix = channelKey('' as ChannelId);
  const channels = (): ReadonlyArray<string> => kept.read().map((key) => key.replace(prefix, ''));
  return (sign: TypedPiece['sign']) => (sign === '#' ? channels() : authors());
};

/** The suggestions for the piece at the caret. */
const suggesting = (props: WritingProps) => {
  const { area } = props;
  const choices = emojiChoices(props.client.platform.keepsakes);
  const recents = recentsOf(props);
  const [piece, setPiece] = createSignal<TypedPiece | null>(null);
  const [active, setActive] = createSignal(0);
  const [emoji, setEmoji] = createSignal<EmojiSearch>();
  /** Place of the piece whose list the user has closed. */
  let closed: number | null = null;

  const all = createMemo((): ReadonlyArray<NameSuggestion> => {
    const now = piece();
    if (now === null) return [];
    if (now.sign !== ':') return namesFor(now, props.names, recents(now.sign));
    const search = emoji();
    return search === undefined ? [] : emojiFor(now.query, search.find, choices.recent);
  });
  createEffect(() => {
    if (piece()?.sign === ':' && emoji() === undefined)
      void loadEmojiSearch().then(
        (loaded) => setEmoji(() => loaded),
        () => undefined,
      );
  });
  const read = (): void => {
    const { selectionStart: caret, selectionEnd: end, value } = area;
    const found = caret === end ? pieceAt(value, caret) : null;
    if (found?.from !== closed) closed = null;
    setActive(0);
    setPiece(closed === null ? found : null);
    if (closed === null && found?.sign === '@') props.findMembers(found.query);
  };
  const choose = (suggestion: NameSuggestion): void => {
    const now = piece();
    if (now === null) return;
    const isEmoji = suggestion.kind === 'emoji';
    const text = isEmoji ? toned(suggestion.emoji, choices.tone()) : suggestion.shown;
    if (isEmoji) choices.use(suggestion.emoji);
    const spaced = area.value[now.to] === ' ';
    replaceText(area, now.from, now.to, spaced ? text : `${text} `);
    if (spaced) area.setSelectionRange(now.from + text.length + 1, now.from + text.length + 1);
    if (!isEmoji) props.chosen.keep([...props.chosen.of(), { at: now.from, shown: text, token: suggestion.token }]);
    setPiece(null);
  };
  const step = (by: 1 | -1): void => void setActive((at) => (at + by + all().length) % all().length);
  const keys: { readonly [key: string]: () => void } = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    ...Object.fromEntries(TAKE_KEYS.map((key) => [key, () => chooseActive()])),
    Escape: () => {
      closed = piece()?.from ?? null;
      setPiece(null);
    },
  };
  const chooseActive = (): void => {
    const suggestion = all()[active()];
    if (suggestion !== undefined) choose(suggestion);
  };
  return {
    all,
    active,
    setActive,
    read,
    choose,
    close: () => void setPiece(null),
    /** Closes the list when the caret leaves the piece. */
    moved: () => {
      const now = piece();
      if (now !== null && (area.selectionStart !== now.to || area.selectionEnd !== now.to)) setPiece(null);
    },
    takesKey: ({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean => {
      const work = keys[key];
      if (all().length === 0 || work === undefined || shiftKey || ctrlKey || metaKey || altKey) return false;
      work();
      return true;
    },
  };
};

/** Pixels of the toolbar before the pointer. */
const BESIDE_POINTER = 48;

/** The formats of the selected text, with the place of their toolbar while it shows. */
const formatting = (area: HTMLTextAreaElement, box: HTMLElement) => {
  const [at, setAt] = createSignal<Point | HTMLElement | null>(null);
  let pointer: PointerEvent | null = null;
  let pressed = false;
  let bar: HTMLElement | undefined;
  /** The place over the pointer, as far as the toolbar stays over the field. */
  const overPointer = ({ clientX }: PointerEvent): Point => {
    const { left, top } = box.getBoundingClientRect();
    return { x: Math.max(left, clientX - BESIDE_POINTER), y: top };
  };
  const isSelected = (): boolean => area.selectionStart < area.selectionEnd;
  const inside = (): boolean => document.activeElement === area || bar?.contains(document.activeElement) === true;
  const look = (): void => {
    if (!isSelected() || !inside()) setAt(null);
    else if (!pressed && at() === null) setAt(pointer === null ? box : overPointer(pointer));
  };
  return {
    at,
    look,
    isSelected,
    setBar: (element: HTMLElement): void => {
      bar = element;
    },
    close: () => void setAt(null),
    press: (): void => {
      pressed = true;
    },
    release: (event: PointerEvent): void => {
      if (!pressed) return;
      pressed = false;
      pointer = event;
      look();
      pointer = null;
    },
    apply: (format: FormatName): void => {
      const { selectionStart: from, selectionEnd: to } = area;
      const change = formatted(area.value, { from, to }, format);
      replaceText(area, change.from, change.to, change.insert);
      area.setSelectionRange(change.selected.from, change.selected.to);
    },
  };
};

/** Tells screen readers which list the field has, and which suggestion is the active one. */
const describeList = (
  area: HTMLTextAreaElement,
  list: { readonly id: string; readonly open: () => boolean; readonly activeId: () => string },
): void => {
  const set = (name: string, value: string | null): void => {
    if (value === null) area.removeAttribute(name);
    else area.setAttribute(name, value);
  };
  // A field of several lines stays a textbox, because a combobox has one line.
  set('aria-autocomplete', 'list');
  createEffect(() => {
    set('aria-controls', list.open() ? list.id : null);
    set('aria-activedescendant', list.open() ? list.activeId() : null);
  });
  onCleanup(() => {
    for (const name of ['aria-autocomplete', 'aria-controls', 'aria-activedescendant']) set(name, null);
  });
};

export const Writing = (props: WritingProps) => {
  const { area } = props;
  const box = area.closest<HTMLElement>('.composer, .edit-box') ?? area;
  const listId = createUniqueId();
  const optionId = (index: number) => `${listId}-${index}`;
  const shortcuts = useShortcuts();
  const formatKeys = formatKeysOf(shortcuts);
  const list = suggesting(props);
  const format = formatting(area, box);
  const isOpen = () => list.all().length > 0;
  let asPlain = false;

  props.handle({
    changed: (before, after) => {
      const names = props.chosen.of();
      if (names.length > 0) props.chosen.keep(carried(names, before, after));
    },
    wireOf: (text) => wireOf(text, props.names, props.chosen.of()),
  });
  describeList(area, { id: listId, open: isOpen, activeId: () => optionId(list.active()) });

  const takes = (event: KeyboardEvent): boolean => {
    if (list.takesKey(event)) return true;
    const chord = shortcuts.chordOf(event);
    asPlain = chord === PLAIN_PASTE_KEY;
    const [wanted] = chord === null ? [] : formatKeys.namesOf(chord);
    if (wanted === undefined || !format.isSelected()) return false;
    format.apply(wanted);
    return true;
  };
  const on = listeningTo(area);
  on.field('keydown', (event) => {
    if (!takes(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  on.field('input', list.read);
  on.field('paste', (event) => {
    if (event.clipboardData !== null && takePaste(area, event.clipboardData, asPlain)) event.preventDefault();
    asPlain = false;
  });
  on.field('pointerdown', format.press);
  on.page('pointerup', format.release);
  on.page('pointercancel', format.release);
  on.page('selectionchange', () => {
    if (document.activeElement === area) list.moved();
    format.look();
  });
  on.page('focusin', () => {
    if (document.activeElement !== area) list.close();
    format.look();
  });
  // A window that loses the focus keeps its field as the active element.
  on.field('blur', () => list.close());
  // The field may hold a piece or a selected text already, because this part is loaded with the first letter or later.
  if (document.activeElement === area) list.read();
  format.look();

  return (
    <>
      <Show when={isOpen()}>
        <SuggestionList
          id={listId}
          beside={box}
          suggestions={list.all()}
          active={list.active()}
          optionId={optionId}
          point={list.setActive}
          choose={list.choose}
        />
      </Show>
      <Show when={isOpen() ? null : format.at()} keyed>
        {(at) => (
          <FormatBar at={at} beside={box} apply={format.apply} leave={() => area.focus()} element={format.setBar} />
        )}
      </Show>
      <p class="spoken" role="status">
        {isOpen() ? writingWords.found(list.all().length) : ''}
      </p>
    </>
  );
};
