import { Show } from 'solid-js';
import { Button } from '#web/ui/button.tsx';
import { words } from '#web/words/words.ts';

/** Says that nothing is sent from here, and offers to copy the text that the user has written. */
export const ComposerClosed = (props: {
  readonly id: string;
  readonly text: string;
  readonly copy: (text: string) => void;
}) => (
  <div class="composer-closed" role="note">
    <p id={props.id}>{props.text === '' ? words.composer.closed : words.composer.closedWithText}</p>
    <Show when={props.text !== ''}>
      <Button kind="quiet" press={() => props.copy(props.text)}>
        {words.composer.copyDraft}
      </Button>
    </Show>
  </div>
);
