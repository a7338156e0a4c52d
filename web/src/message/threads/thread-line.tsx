import { createMemo, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { activitySaid, countSaid } from '#web/message/threads/thread-time.ts';
import { Icon } from '#web/ui/icon.tsx';

/** The line under a message that leads to the thread about it. A message without a thread has none. */
export const ThreadLine = (props: { readonly message: Message; readonly reachable: boolean }) => {
  const { now, openChannel, channel } = useSurroundings();
  // The thread has the id of the message.
  const thread = createMemo(() => channel(props.message.message_id as string as ChannelId)?.thread);
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
