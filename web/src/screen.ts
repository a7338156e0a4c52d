/** The width of the screen, which decides whether panes stand side by side, lie over each other or replace each other. */

import { type Accessor, createSignal, onCleanup } from 'solid-js';

/** Below this width the search and the members lie over the messages, and a thread takes their place. */
const OVERLAID = '(max-width: 1000px)';
/** From this width on the members stand beside an open thread. */
const ROOMY = '(min-width: 1500px)';
/** Below this width one pane fills the screen. */
const NARROW = '(max-width: 720px)';
/** A finger opens the keyboard of the screen when a field takes the focus. */
const TOUCH = '(pointer: coarse)';

export type Screen = {
  readonly narrow: Accessor<boolean>;
  readonly overlaid: Accessor<boolean>;
  readonly roomy: Accessor<boolean>;
  readonly touch: Accessor<boolean>;
};

const matching = (query: string): Accessor<boolean> => {
  const media = matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const changed = () => setMatches(media.matches);
  media.addEventListener('change', changed);
  onCleanup(() => media.removeEventListener('change', changed));
  return matches;
};

export const screenSize = (): Screen => ({
  narrow: matching(NARROW),
  overlaid: matching(OVERLAID),
  roomy: matching(ROOMY),
  touch: matching(TOUCH),
});
