/** A pane without content: what is not here, why, and what to do next. */

import { type JSX, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { Icon, type IconName } from '#web/ui/icon.tsx';

export const EmptyState = (props: {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string | undefined;
  /** Level of the heading. A page has one heading of level 1. */
  readonly level?: 1 | 2;
  /** Buttons, the most useful first. */
  readonly children?: JSX.Element;
}) => (
  <div class="empty-state">
    <Icon name={props.icon} />
    <Dynamic component={props.level === 1 ? 'h1' : 'h2'}>{props.title}</Dynamic>
    <Show when={props.text}>
      <p>{props.text}</p>
    </Show>
    <Show when={props.children}>
      <div class="empty-actions">{props.children}</div>
    </Show>
  </div>
);
