/** The tags that a forum offers: their names, emoji and order, and the members who may use them. */

import { createUniqueId, Index, Show } from 'solid-js';
import '#web/governance/channels/tags-editor.css';
import { EMOJI_CHARS_MAX, TAG_NAME_CHARS_MAX, TAGS_PER_FORUM_MAX } from '#domain/kernel/limits.ts';
import type { EditedTag } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { Button, IconButton } from '#web/ui/button.tsx';

const NEW: EditedTag = { tag_id: null, name: '', emoji: null, moderated: false };

/** True for tags that the server would refuse: one has no name, or two have the same. */
export const areFaulty = (tags: ReadonlyArray<EditedTag>): boolean => {
  const names = tags.map(({ name }) => name.trim().toLowerCase());
  return names.includes('') || new Set(names).size < names.length;
};

export const TagsEditor = (props: {
  readonly tags: ReadonlyArray<EditedTag>;
  readonly required: boolean;
  readonly change: (tags: ReadonlyArray<EditedTag>) => void;
  readonly require: (required: boolean) => void;
}) => {
  const headId = createUniqueId();
  let list: HTMLUListElement | undefined;
  const put = (at: number, part: Partial<EditedTag>): void =>
    props.change(props.tags.map((tag, n) => (n === at ? { ...tag, ...part } : tag)));
  const move = (at: number, by: 1 | -1): void => {
    const tag = props.tags[at];
    if (tag !== undefined) props.change(props.tags.toSpliced(at, 1).toSpliced(at + by, 0, tag));
  };
  const add = (): void => {
    props.change([...props.tags, NEW]);
    queueMicrotask(() => list?.querySelector<HTMLElement>('li:last-child .tag-name')?.focus());
  };
  return (
    <fieldset class="tags-editor" aria-labelledby={headId}>
      <p id={headId} class="field-name">
        {govern.channels.tags}
      </p>
      <p class="hint">{govern.channels.tagsHint}</p>
      <ul ref={list}>
        <Index each={props.tags}>
          {(tag, at) => (
            <li>
              <input
                type="text"
                class="tag-emoji"
                aria-label={govern.channels.tagEmoji}
                placeholder="🙂"
                maxlength={EMOJI_CHARS_MAX}
                value={tag().emoji ?? ''}
                onInput={(event) => put(at, { emoji: event.currentTarget.value.trim() || null })}
              />
              <input
                type="text"
                class="tag-name"
                aria-label={govern.channels.tagName}
                maxlength={TAG_NAME_CHARS_MAX}
                required
                value={tag().name}
                onInput={(event) => put(at, { name: event.currentTarget.value })}
              />
              <label class="tag-moderated">
                <input
                  type="checkbox"
                  checked={tag().moderated}
                  onChange={(event) => put(at, { moderated: event.currentTarget.checked })}
                />
                {govern.channels.tagModerated}
              </label>
              <span class="tag-acts">
                <Show when={at > 0}>
                  <IconButton icon="up" name={govern.channels.tagUp(tag().name)} press={() => move(at, -1)} />
                </Show>
                <Show when={at < props.tags.length - 1}>
                  <IconButton icon="down" name={govern.channels.tagDown(tag().name)} press={() => move(at, 1)} />
                </Show>
                <IconButton
                  icon="trash"
                  name={govern.channels.tagRemove(tag().name)}
                  press={() => props.change(props.tags.toSpliced(at, 1))}
                />
              </span>
            </li>
          )}
        </Index>
      </ul>
      <Show when={props.tags.length < TAGS_PER_FORUM_MAX} fallback={<p class="hint">{govern.channels.tagsFull}</p>}>
        <div>
          <Button kind="quiet" press={add}>
            {govern.channels.tagAdd}
          </Button>
        </div>
      </Show>
      <label class="tag-moderated">
        <input
          type="checkbox"
          checked={props.required}
          onChange={(event) => props.require(event.currentTarget.checked)}
        />
        {govern.channels.tagRequired}
      </label>
    </fieldset>
  );
};
