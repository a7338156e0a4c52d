/** The small toolbar over a selected text. Tab leads from the field into it, and Escape back. */

import { For } from 'solid-js';
import { Float } from '#web/message/writing/float.tsx';
import type { FormatName } from '#web/message/writing/formats.ts';
import { writingWords } from '#web/message/writing/words/writing-words.ts';
import { useShortcuts } from '#web/shortcuts/shortcuts.ts';
import { type FormatKeyName, formatKeysOf } from '#web/shortcuts/writing-keys.ts';
import type { Point } from '#web/ui/place.ts';
import { Toolbar } from '#web/ui/toolbar.tsx';

/** Line drawings on a grid of 24, as `ui/icon.tsx` has them. The first load needs none of these. */
const DRAWINGS = {
  bold: 'M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z',
  italic: 'M10 5h8M6 19h8M14 5l-4 14',
  underline: 'M7 4v7a5 5 0 0 0 10 0V4M5 20h14',
  strike:
    'M4 12h16M17 7.5C16.5 6 14.5 5 12 5 9 5 7 6.5 7 8.5c0 1.6 1.2 2.7 3 3.5M7 16.5C7.5 18 9.5 19 12 19c3 0 5-1.5 5-3.5 0-1.4-.8-2.5-2-3.5',
  code: 'M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5',
  quote: 'M5 5v14M10 7h10M10 12h10M10 17h6',
  spoiler:
    'M4 4l16 16M9.5 5.6A9.6 9.6 0 0 1 12 5.3c4 0 7 2.7 9 6.7a15 15 0 0 1-2.6 3.6M6.3 7.3A14.6 14.6 0 0 0 3 12c2 4 5 6.7 9 6.7 1.5 0 2.9-.4 4.1-1.1M10 10a2.8 2.8 0 0 0 4 4',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3',
} as const satisfies { readonly [F in FormatName]?: string };
const SHOWN = Object.keys(DRAWINGS) as ReadonlyArray<keyof typeof DRAWINGS>;

export const FormatBar = (props: {
  /** The place of the pointer, or the field when the keys have selected the text. */
  readonly at: Point | HTMLElement;
  readonly beside: HTMLElement;
  readonly apply: (format: FormatName) => void;
  readonly leave: () => void;
  readonly element: (element: HTMLElement) => void;
}) => {
  const shortcuts = useShortcuts();
  const tip = (format: FormatName): string => {
    const name = writingWords.formats[format];
    const keys = formatKeysOf(shortcuts);
    const chord = keys.names.some((one) => one === format) ? keys.chord(format as FormatKeyName) : null;
    return chord === null ? name : `${name}  ${shortcuts.shownChord(chord)}`;
  };
  return (
    <Float anchor={props.at} beside={props.beside} class="format-bar" element={props.element}>
      <Toolbar label={writingWords.toolbar} reachable leave={props.leave}>
        <For each={SHOWN}>
          {(format) => (
            <button
              type="button"
              class="icon-button"
              aria-label={writingWords.formats[format]}
              data-tip={tip(format)}
              data-tip-side="above"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.apply(format)}
            >
              <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                <path d={DRAWINGS[format]} />
              </svg>
            </button>
          )}
        </For>
      </Toolbar>
    </Float>
  );
};
