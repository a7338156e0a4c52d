import { createSignal, createUniqueId, Show } from 'solid-js';
import type { TagId } from '#domain/kernel/ids.ts';
import { CHANNEL_NAME_CHARS_MAX, TAGS_PER_POST_MAX } from '#domain/kernel/limits.ts';
import { type Channel, Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { charsLeft, contentOf } from '#web/message/content.ts';
import { drafts } from '#web/message/drafts.ts';
import { loadWriting, writing } from '#web/message/later-writing.ts';
import { TagChoice, tagsOf } from '#web/message/threads/tags.tsx';
import type { WritingHandle } from '#web/message/writing/writing.tsx';
import { may } from '#web/store/rights.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Field, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** Begins a post: a title, a first message and tags. The unsent message is kept as the draft of the forum. */
export const NewPostDialog = (props: {
  readonly client: Client;
  readonly forum: Channel;
  readonly close: () => void;
  readonly begun: (thread: Thread) => void;
}) => {
  const { client } = props;
  const forumId = props.forum.channel_id;
  const kept = drafts(client.platform.keepsakes);
  const key = attemptKey(client.api.newKey);
  const tagsId = createUniqueId();
  const [name, setName] = createSignal('');
  const [text, setText] = createSignal(kept.read(forumId));
  const [tagIds, setTagIds] = createSignal<ReadonlyArray<TagId>>([]);
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const [hand, setHand] = createSignal<WritingHandle>();
  const [tried, setTried] = createSignal(false);
  void loadWriting().catch(() => undefined);
  const wire = (): string => contentOf(hand()?.wireOf(text()) ?? text());
  const textFault = (): string | undefined => {
    const over = -charsLeft(wire());
    if (over > 0) return words.composer.over(over);
    return tried() && wire() === '' ? words.form.missing(later.forum.first) : undefined;
  };
  const tags = () => tagsOf(props.forum);
  const needsTag = () => props.forum.tag_required === true && tags().length > 0;
  const tagFault = () => tried() && needsTag() && tagIds().length === 0;
  const begin = attempt(
    () => {
      const body = { name: name().trim(), content: wire(), tag_ids: tagIds() };
      const path = `/channels/${forumId}/threads`;
      return client.api.read(
        { method: 'POST', path, body, key: key.of(body.name, body.content, tagIds().join()) },
        Thread,
      );
    },
    (thread) => {
      kept.write(forumId, '');
      client.takeThreads([thread]);
      props.close();
      props.begun(thread);
    },
  );
  const submit = (): void => {
    setTried(true);
    if (wire() === '' || charsLeft(wire()) < 0) area()?.focus();
    else if (!tagFault()) void begin.start();
  };
  return (
    <Dialog title={later.forum.begin} close={props.close} size="wide">
      <Form submit={submit}>
        <TextField
          label={later.forum.title}
          value={name()}
          change={setName}
          maxLength={CHANNEL_NAME_CHARS_MAX}
          autofocus
        />
        <Field label={later.forum.first} error={textFault()}>
          {({ id, describedBy }) => (
            <textarea
              id={id}
              class="post-text"
              rows={6}
              dir="auto"
              aria-describedby={describedBy}
              aria-invalid={textFault() !== undefined}
              value={text()}
              ref={setArea}
              onInput={(event) => {
                hand()?.changed(text(), event.currentTarget.value);
                setText(event.currentTarget.value);
                kept.write(forumId, wire());
              }}
            />
          )}
        </Field>
        <Show when={writing()} keyed>
          {({ PostWriting }) => (
            <Show when={area()} keyed>
              {(field) => <PostWriting client={client} channel={props.forum} area={field} handle={setHand} />}
            </Show>
          )}
        </Show>
        <Show when={tags().length > 0}>
          <div class="field" classList={{ wrong: tagFault() }}>
            <span id={tagsId} class="field-name">
              {needsTag() ? later.forum.tagsNeeded : later.forum.tags}
            </span>
            <TagChoice
              label={later.forum.tags}
              tags={tags()}
              chosen={tagIds()}
              isFixed={(tag) =>
                (tag.moderated && !may(props.forum, 'manage_threads')) ||
                (tagIds().length >= TAGS_PER_POST_MAX && !tagIds().includes(tag.tag_id))
              }
              change={setTagIds}
            />
            <Show when={tagFault()}>
              <p class="hint fault" role="alert">
                {later.forum.tagMissing}
              </p>
            </Show>
          </div>
        </Show>
        <TroubleNote trouble={begin.trouble()} />
        <Foot close={props.close} busy={begin.busy()} yes={later.forum.post} />
      </Form>
    </Dialog>
  );
};
