/** Grey shapes in place of content that is on its way. `label` says for screen readers what is loading. */

import { For } from 'solid-js';

export const Skeleton = (props: {
  readonly label: string;
  /** `messages` has a name over each text, `rows` is a list of names. */
  readonly of: 'messages' | 'rows';
  readonly count: number;
}) => (
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
  </div>
);
