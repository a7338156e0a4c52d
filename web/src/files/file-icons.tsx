/** Line drawings of files, and buttons with them. They are apart from the other icons, so that the first load stays small. */

import type { JSX } from 'solid-js';
import type { FileKind } from '#web/files/spoken-files.ts';

const drawings = {
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 2.5-2.5L20 17M15.5 9.5h.01',
  sound: 'M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM19 16a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  video: 'M4 6h11v12H4zM15 10.5 20 8v8l-5-2.5',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8.5 6v12M15.5 6v12',
  before: 'M15 5l-7 7 7 7',
  after: 'M9 5l7 7-7 7',
  nearer: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21M8 10.5h5M10.5 8v5',
  farther: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21M8 10.5h5',
  hidden:
    'M4 4l16 16M9.5 6A9.5 9.5 0 0 1 12 5.7c5 0 8.5 4.3 9.3 6.3a12 12 0 0 1-2.8 3.8M6 8a12 12 0 0 0-3.3 4c.8 2 4.3 6.3 9.3 6.3a9 9 0 0 0 4-1',
  close: 'M6 6l12 12M18 6 6 18',
  again: 'M5 12a7 7 0 1 1 2.2 5.1M5 19v-4h4',
  describe: 'M4 6h16M4 11h16M4 16h9',
} as const satisfies Record<FileKind, string> & Record<string, string>;
export type FileIconName = keyof typeof drawings;

export const FileIcon = (props: { readonly name: FileIconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={drawings[props.name]} />
  </svg>
);

/** A button with a drawing. Its name is the label for screen readers and the tooltip. */
export const FileButton = (props: {
  readonly icon: FileIconName;
  readonly name: string;
  readonly press: (event: MouseEvent) => void;
  readonly class?: string;
  readonly tip?: 'above' | 'above-end' | 'below' | 'below-end';
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly tabIndex?: number | undefined;
  readonly style?: JSX.CSSProperties;
}) => (
  <button
    type="button"
    class={`icon-button ${props.class ?? ''}`}
    style={props.style}
    aria-label={props.name}
    aria-pressed={props.pressed}
    aria-expanded={props.expanded}
    aria-busy={props.busy}
    disabled={props.disabled}
    data-tip={props.name}
    data-tip-side={props.tip ?? 'above'}
    tabindex={props.tabIndex}
    onClick={(event) => {
      if (props.busy !== true) props.press(event);
    }}
  >
    <FileIcon name={props.icon} />
  </button>
);
