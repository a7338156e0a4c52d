import type { Thread } from '#gateway/protocol/resources.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { activitySaid, countSaid } from '#web/threads/thread-time.ts';
import { Icon } from '#web/ui/icon.tsx';

/** The line under a message that leads to the thread about it. */
export const ThreadLine = (props: {
  readonly thread: Thread;
  readonly reachable: boolean;
  readonly open: () => void;
}) => {
  const { now } = useSurroundings();
  return (
    <button type="button" class="thread-line" tabindex={props.reachable ? undefined : -1} onClick={() => props.open()}>
      <Icon name="thread" />
      <strong>{props.thread.name}</strong>
      <span>{countSaid(props.thread)}</span>
      <small>{activitySaid(props.thread, now())}</small>
    </button>
  );
};
