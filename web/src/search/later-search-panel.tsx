/** The search panel, which is loaded when it first opens. */

import type { ComponentProps } from 'solid-js';
import type { SearchPanel } from '#web/search/search-panel.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { withLaterWords } from '#web/words/later/later-words.ts';

export const loadSearchPanel = () => withLaterWords(import('#web/search/search-panel.tsx'));

export const LaterSearchPanel = (props: ComponentProps<typeof SearchPanel>) => (
  <Loaded load={loadSearchPanel}>{(part) => <part.SearchPanel {...props} />}</Loaded>
);
