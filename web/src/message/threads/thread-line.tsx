import { createMemo, Show } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { threadAbout } from '#web/message/threads/known-threads.ts';
import { activitySaid, countSaid } from '#web/message/threads/thread-time.ts';
import { Icon } from '#web/ui/icon.tsx';

/** The line under a message that leads to the thread about it. A message without a thread has none. */
export const ThreadLine = (props: { readonly message: Message; readonly reachable: boolean }) => {
  const { now, openChannel, channel } = useSurroundings();
  const thread = createMemo(() => threadAbout(channel, props.message));
  return (
    <Show when={thread()}>
      {(it) => (
        <button
          type="button"
          class="thread-line"
          tabindex={props.reachable ? undefined : -1}
          onClick={() => openChannel(it())}
        >
          <Icon name="thread" />
          <strong>{it().name}</strong>
          <span>{countSaid(it())}</span>
          <small>{activitySaid(it(), now())}</small>
        </button>
      )}
    </Show>
  );
};
