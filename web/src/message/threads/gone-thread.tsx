import { Show } from 'solid-js';
import { LeftTexts } from '#web/message/left-text-list.tsx';
import type { LeftText } from '#web/message/left-texts.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

/** Says that a thread is gone, in the place of its messages, with the texts of the user that were left there. */
export const GoneThread = (props: {
  /** The last name of the thread. Null for one that this user never saw. */
  readonly name: string | null;
  readonly texts: ReadonlyArray<LeftText>;
  readonly copy: (text: string) => void;
  readonly close: () => void;
}) => (
  <div class="empty-state lost">
    <Icon name="thread" />
    <div role="alert">
      <h2>{props.name === null ? later.threads.noThread : later.threads.gone(props.name)}</h2>
      <p>{later.threads.goneNext}</p>
    </div>
    <Show when={props.texts.length > 0}>
      <LeftTexts texts={props.texts} copy={props.copy} />
    </Show>
    <div class="empty-actions">
      <Button kind="quiet" press={() => props.close()}>
        {later.threads.close}
      </Button>
    </div>
  </div>
);
