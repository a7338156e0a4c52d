/** Tags as chips: to read on a card, and to choose in a form or a filter. */

import { For, Show } from 'solid-js';
import type { TagId } from '#domain/kernel/ids.ts';
import type { Channel, Thread } from '#gateway/protocol/resources.ts';
import type { Tag } from '#gateway/protocol/tags.ts';

export const tagsOf = (forum: Channel | undefined): ReadonlyArray<Tag> => forum?.tags ?? [];

/** The tags of a post, in the order of its forum. A tag that the forum has no more is left out. */
export const tagsOn = (thread: Thread, forum: Channel | undefined): ReadonlyArray<Tag> =>
  tagsOf(forum).filter(({ tag_id }) => thread.post?.tag_ids.includes(tag_id) === true);

const TagText = (props: { readonly tag: Tag }) => (
  <>
    <Show when={props.tag.emoji}>{(emoji) => <span aria-hidden="true">{emoji()}</span>}</Show>
    <span>{props.tag.name}</span>
  </>
);

/** The tags of a post, to read. */
export const TagList = (props: { readonly tags: ReadonlyArray<Tag> }) => (
  <For each={props.tags}>
    {(tag) => (
      <span class="post-tag">
        <TagText tag={tag} />
      </span>
    )}
  </For>
);

/** Tags to choose. Each is a button that stays pressed. */
export const TagChoice = (props: {
  readonly label: string;
  readonly tags: ReadonlyArray<Tag>;
  readonly chosen: ReadonlyArray<TagId>;
  /** True for a tag that the user may not turn. */
  readonly isFixed?: (tag: Tag) => boolean;
  readonly change: (chosen: ReadonlyArray<TagId>) => void;
}) => (
  <fieldset class="tag-choice" aria-label={props.label}>
    <For each={props.tags}>
      {(tag) => {
        const isChosen = () => props.chosen.includes(tag.tag_id);
        return (
          <button
            type="button"
            class="chip"
            aria-pressed={isChosen()}
            disabled={props.isFixed?.(tag) === true}
            onClick={() =>
              props.change(isChosen() ? props.chosen.filter((id) => id !== tag.tag_id) : [...props.chosen, tag.tag_id])
            }
          >
            <TagText tag={tag} />
          </button>
        );
      }}
    </For>
  </fieldset>
);
