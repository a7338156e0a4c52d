import { createSignal } from 'solid-js';
import type { TagId } from '#domain/kernel/ids.ts';
import { TAGS_PER_POST_MAX } from '#domain/kernel/limits.ts';
import type { Channel, Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { TagChoice, tagsOf, tagsOn } from '#web/message/threads/tags.tsx';
import { may } from '#web/store/rights.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TroubleNote } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** Changes the tags of a post. Its author and the managers of threads may. */
export const PostTagsDialog = (props: {
  readonly client: Client;
  readonly thread: Thread;
  readonly forum: Channel;
  readonly close: () => void;
}) => {
  const { client } = props;
  const key = attemptKey(client.api.newKey);
  const [chosen, setChosen] = createSignal<ReadonlyArray<TagId>>(
    tagsOn(props.thread, props.forum).map(({ tag_id }) => tag_id),
  );
  const save = attempt(
    () => {
      const path = `/channels/${props.thread.channel_id}`;
      return client.api.run({ method: 'PATCH', path, body: { tag_ids: chosen() }, key: key.of(chosen().join()) });
    },
    () => props.close(),
  );
  return (
    <Dialog title={later.forum.editTags} close={props.close}>
      <Form submit={() => void save.start()}>
        <TagChoice
          label={later.forum.tags}
          tags={tagsOf(props.forum)}
          chosen={chosen()}
          isFixed={(tag) =>
            (tag.moderated && !may(props.forum, 'manage_threads')) ||
            (chosen().length >= TAGS_PER_POST_MAX && !chosen().includes(tag.tag_id))
          }
          change={setChosen}
        />
        <TroubleNote trouble={save.trouble()} />
        <Foot close={props.close} busy={save.busy()} yes={words.save} />
      </Form>
    </Dialog>
  );
};
