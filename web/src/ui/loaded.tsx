/** A part of the client that is loaded when it is first needed. A part that cannot be loaded says so. */

import { createResource, type JSX, Match, Switch } from 'solid-js';
import { Button } from '#web/ui/button.tsx';
import { words } from '#web/words/words.ts';

export const Loaded = <A,>(props: {
  readonly load: () => Promise<A>;
  /** Shown while the part is on its way. */
  readonly waiting?: JSX.Element;
  readonly children: (part: A) => JSX.Element;
}) => {
  const [part, { refetch }] = createResource(() => props.load());
  return (
    <Switch fallback={props.waiting}>
      <Match when={part.state === 'errored'}>
        <div class="pane-trouble" role="alert">
          <p>{words.partNotLoaded}</p>
          <Button press={() => void refetch()}>{words.tryAgain}</Button>
        </div>
      </Match>
      <Match when={part.state === 'ready'}>{props.children(part.latest as A)}</Match>
    </Switch>
  );
};
