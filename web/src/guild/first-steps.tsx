/** The actions that fill a new guild: invite people, create a channel, import a conversation. */

import { Show } from 'solid-js';
import { Button } from '#web/ui/button.tsx';
import { words } from '#web/words/words.ts';

/** Each step that the user may take. A step that is left out shows no button. */
export type FirstSteps = {
  readonly invite?: (() => void) | undefined;
  readonly createChannel?: (() => void) | undefined;
  readonly importConversation?: (() => void) | undefined;
};

export const FirstStepButtons = (props: FirstSteps) => (
  <>
    <Show when={props.invite}>{(run) => <Button press={() => run()()}>{words.guild.invite}</Button>}</Show>
    <Show when={props.createChannel}>
      {(run) => (
        <Button kind="quiet" press={() => run()()}>
          {words.channel.create}
        </Button>
      )}
    </Show>
    <Show when={props.importConversation}>
      {(run) => (
        <Button kind="quiet" press={() => run()()}>
          {words.importing.title}
        </Button>
      )}
    </Show>
  </>
);
