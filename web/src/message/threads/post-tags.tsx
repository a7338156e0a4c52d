import { createMemo, Show } from 'solid-js';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { TagList, tagsOn } from '#web/message/threads/tags.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The tags of an open post, under its head. */
export const PostTags = (props: { readonly client: Client; readonly thread: Thread }) => {
  const tags = createMemo(() => tagsOn(props.thread, props.client.state().channels[props.thread.parent_id]));
  return (
    <Show when={tags().length > 0}>
      <p class="post-tags-line">
        <span class="spoken">{later.forum.tags}: </span>
        <TagList tags={tags()} />
      </p>
    </Show>
  );
};
