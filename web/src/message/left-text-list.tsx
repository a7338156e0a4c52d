/** The texts of the user for a place that is gone. Each can be copied, and one that waits to be sent can be dropped. */

import { For, Show } from 'solid-js';
import '#web/message/left-texts.css';
import type { LeftText } from '#web/message/left-texts.ts';
import { Button } from '#web/ui/button.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const Left = (props: { readonly left: LeftText; readonly copy: (text: string) => void }) => (
  <div class="lost-text">
    <p>{props.left.text}</p>
    <Button kind="quiet" press={() => props.copy(props.left.text)}>
      {words.composer.copyDraft}
    </Button>
    <Show when={props.left.discard}>
      {(discard) => (
        <Button kind="quiet" press={() => discard()()}>
          {words.message.discard}
        </Button>
      )}
    </Show>
  </div>
);

export const LeftTexts = (props: {
  readonly texts: ReadonlyArray<LeftText>;
  readonly copy: (text: string) => void;
}) => (
  <section class="lost-texts" aria-label={later.lost.texts}>
    <p>{later.lost.texts}</p>
    <For each={props.texts}>{(left) => <Left left={left} copy={props.copy} />}</For>
  </section>
);
