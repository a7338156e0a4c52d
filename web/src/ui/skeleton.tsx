/**
 * Grey shapes in place of content that is on its way. They appear after a moment, so that content that comes at once does
 * not flash, and after ten seconds a text says that it takes long. `label` says for screen readers what is loading.
 */

import { createSignal, For, onCleanup, Show } from 'solid-js';
import { words } from '#web/words/words.ts';

const LATE_MS = 10_000;

export const Skeleton = (props: {
  readonly label: string;
  /** `messages` has a name over each text, `rows` is a list of names. */
  readonly of: 'messages' | 'rows';
  readonly count: number;
}) => {
  const [late, setLate] = createSignal(false);
  const clock = setTimeout(() => setLate(true), LATE_MS);
  onCleanup(() => clearTimeout(clock));
  return (
    <div class={`skeleton ${props.of}`} role="status" aria-label={props.label}>
      <For each={Array.from({ length: props.count })}>
        {() => (
          <div class="skeleton-row">
            <span class="skeleton-disc" />
            <span class="skeleton-lines">
              <span class="skeleton-line short" />
              {props.of === 'messages' ? <span class="skeleton-line" /> : null}
            </span>
          </div>
        )}
      </For>
      <Show when={late()}>
        <p class="quiet-note">{words.loadingLong}</p>
      </Show>
    </div>
  );
};
