/** Places the toolbar over the upper edge of its message, and below the upper edge of the list. */

import { type JSX, onMount } from 'solid-js';

/** Pixels between the toolbar and the upper edge of the list. */
const GAP = 4;

export const ToolbarPlace = (props: { readonly children: JSX.Element }) => {
  let place: HTMLDivElement | undefined;
  onMount(() => {
    const list = place?.closest('.virtual-list')?.getBoundingClientRect();
    const row = place?.closest('article')?.getBoundingClientRect();
    if (place === undefined || list === undefined || row === undefined) return;
    place.style.top = `${Math.max(place.offsetTop, list.top - row.top + GAP)}px`;
  });
  return (
    <div
      class="toolbar-place"
      ref={(element) => {
        place = element;
      }}
    >
      {props.children}
    </div>
  );
};
