/** A pane whose content could not be loaded: what failed and why, and a button that tries again. */

import { Show } from 'solid-js';
import { Button } from '#web/ui/button.tsx';
import { words } from '#web/words/words.ts';

export const PaneTrouble = (props: {
  readonly text: string;
  /** Left out when another try would fail too. */
  readonly again?: (() => void) | undefined;
}) => (
  <div class="pane-trouble" role="alert">
    <p>{props.text}</p>
    <Show when={props.again}>
      {(again) => (
        <Button kind="quiet" press={() => again()()}>
          {words.tryAgain}
        </Button>
      )}
    </Show>
  </div>
);
