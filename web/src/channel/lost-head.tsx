import { Show } from 'solid-js';
import { IconButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/** The head over a lost channel. A channel that the user never saw has no name, and a wide screen shows it no head. */
export const LostHead = (props: { readonly name: string | null; readonly back: () => void }) => (
  <header class="channel-head" classList={{ nameless: props.name === null }}>
    <IconButton icon="back" class="only-narrow" tip="below" name={words.channel.back} press={() => props.back()} />
    <Show when={props.name}>
      <h1>
        <Icon name="hash" />
        <span>{props.name}</span>
      </h1>
    </Show>
  </header>
);
