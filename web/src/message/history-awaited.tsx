/** The place of the messages until they come: shapes, the reason why they do not come, or that they are hidden. */

import { Match, Switch } from 'solid-js';
import type { Trouble } from '#web/store/state.ts';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export const HistoryAwaited = (props: {
  readonly trouble: Trouble | null;
  readonly mayRead: boolean;
  readonly again: () => void;
}) => (
  <div class="message-list waiting" aria-busy={props.trouble === null}>
    <Switch fallback={<Skeleton of="messages" count={6} label={words.loading} />}>
      <Match when={props.trouble !== null && !props.mayRead}>
        <EmptyState icon="hash" title={words.message.noHistoryTitle} text={words.message.noHistory} />
      </Match>
      <Match when={props.trouble}>
        {(trouble) => (
          <PaneTrouble text={`${words.message.cannotOpen} ${problemText(trouble())}`} again={props.again} />
        )}
      </Match>
    </Switch>
  </div>
);
