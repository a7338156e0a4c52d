/** The tooltip of the page, which is loaded when the pointer or the focus first reaches an element that has one. */

import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { Loaded } from '#web/ui/loaded.tsx';

const loadTooltips = () => import('#web/ui/tooltips.tsx');

export const LaterTooltips = () => {
  const [first, setFirst] = createSignal<HTMLElement>();
  onMount(() => {
    const listening = new AbortController();
    const reached = ({ target }: Event): void => {
      const found = target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;
      if (found === null) return;
      listening.abort();
      setFirst(found);
    };
    for (const reach of ['pointerover', 'focusin']) document.addEventListener(reach, reached, listening);
    onCleanup(() => listening.abort());
  });
  return (
    <Show when={first()}>
      {(asker) => <Loaded load={loadTooltips}>{({ Tooltips }) => <Tooltips first={asker()} />}</Loaded>}
    </Show>
  );
};
