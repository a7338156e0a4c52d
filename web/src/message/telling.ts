/** Tells the user of a message that could not be shown, and of a reaction that was refused. */

import { type Accessor, createEffect, on, untrack } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { passes } from '#web/client/pauses.ts';
import type { Timeline } from '#web/store/state.ts';
import { messageIn } from '#web/store/timeline.ts';
import type { FailureToast, NewsToast } from '#web/ui/toasts.tsx';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

type SoughtMessage = {
  readonly sought: MessageId | null;
  readonly shown: () => void;
  /** Looks for a message that could not be loaded once more. */
  readonly seekAgain: (messageId: MessageId) => void;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
};

/** Tells the user when a sought message could not be loaded or no longer exists. Then ends the search for it. */
export const tellWhenLost = (
  props: SoughtMessage,
  timeline: Accessor<Timeline | undefined>,
  view: Accessor<Timeline | undefined>,
): void => {
  createEffect(
    on(
      () => timeline()?.detour,
      (now, before) => {
        const { sought } = props;
        if (sought === null || before == null || before.request === null || before.target !== sought) return;
        if (now != null && now.request !== null) return;
        const found = untrack(view);
        const trouble = now?.trouble ?? null;
        if (trouble !== null) {
          const again = passes(trouble) ? () => props.seekAgain(sought) : undefined;
          void problemSaid(trouble).then((why) => props.complain(words.message.notShown(why), again));
        } else if (found !== undefined && messageIn(found, sought) !== undefined) return;
        else props.inform(words.search.gone);
        props.shown();
      },
    ),
  );
};

/** Tells the user about a refused reaction and drops it. A refused edit stays at its message, because it holds a text. */
export const tellRefusedReactions = ({ state, discardChange, takeUpChange }: Client, complain: FailureToast): void => {
  createEffect(() => {
    for (const refused of state().changes) {
      const { key, change, status, trouble } = refused;
      if (change.kind !== 'reaction' || status !== 'refused') continue;
      const again = trouble !== null && passes(trouble) ? () => takeUpChange(refused) : undefined;
      const said = trouble === null ? Promise.resolve('') : problemSaid(trouble);
      void said.then((why) => complain(words.message.notReacted(change.emoji, why), again));
      discardChange(key);
    }
  });
};
