import { createMemo, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Channel, Thread } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { spokenLine } from '#web/message/formatted/spoken-text.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { TagList, tagsOn } from '#web/message/threads/tags.tsx';
import { dayAndTime } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The largest count that is exact. The server counts to 1,000 messages, so a larger one is shown as `999+`. */
const EXACT_MAX = 999;

/** Answers to a post: its messages without the first one. */
const repliesSaid = ({ messages }: Thread): string =>
  later.forum.replies(Math.min(Math.max(messages - 1, 0), EXACT_MAX), messages > EXACT_MAX);

/** One post in the list of its forum. A press opens it. */
export const PostCard = (props: {
  readonly thread: Thread;
  readonly forum: Channel;
  readonly unread: boolean;
  /** True for the post in the pane beside the list. */
  readonly isOpen: boolean;
  readonly open: (thread: Thread) => void;
}) => {
  const names = useNames();
  const surroundings = useSurroundings();
  const tags = createMemo(() => tagsOn(props.thread, props.forum));
  const when = () => dayAndTime(millisOf(props.thread.last_at ?? props.thread.begun_at), surroundings.now());
  const wordsOf = () => {
    const line = props.thread.post?.words ?? null;
    return line === null ? null : spokenLine(line, surroundings);
  };
  return (
    <li>
      <button
        type="button"
        class="post-card"
        classList={{ unread: props.unread }}
        aria-current={props.isOpen ? 'true' : undefined}
        onClick={() => props.open(props.thread)}
      >
        <span class="post-head">
          <strong>{props.thread.name}</strong>
          <Show when={props.unread}>
            <span class="spoken">{later.forum.unread}</span>
          </Show>
        </span>
        <span class="post-words" classList={{ none: wordsOf() === null }}>
          {wordsOf() ?? later.forum.noWords}
        </span>
        <Show when={tags().length > 0}>
          <span class="post-tags">
            <TagList tags={tags()} />
          </span>
        </Show>
        <span class="post-foot">
          <span class="post-author">{names.of(props.thread.begun_by)}</span>
          <span class="post-replies">
            <Icon name="thread" />
            {repliesSaid(props.thread)}
          </span>
          <span>{when()}</span>
        </span>
      </button>
    </li>
  );
};
