/** The bar of the selected messages. It stands in place of the composer, and deletes them together. */

import '#web/governance/messages/selection-bar.css';
import { createMemo, createSignal, Show } from 'solid-js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { BULK_DELETE_MAX } from '#domain/kernel/limits.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { deedsIn } from '#web/governance/deeds.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { governanceRequests } from '#web/governance/requests.ts';
import { UndoTime } from '#web/governance/undo-time.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import type { Selection } from '#web/message/selecting.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, Form, TroubleNote } from '#web/ui/form.tsx';
import type { ShowToast } from '#web/ui/toasts.tsx';

export const SelectionBar = (props: {
  readonly client: Client;
  readonly guildId: GuildId;
  readonly channelId: ChannelId;
  readonly messages: ReadonlyArray<Message>;
  readonly selecting: Selection;
  readonly toast: ShowToast;
}) => {
  const { client, guildId, channelId, selecting } = props;
  const requests = governanceRequests(client.api, guildId);
  const deeds = deedsIn({ client, requests, toast: props.toast });
  const [asks, setAsks] = createSignal(false);
  // Another user may delete a selected message meanwhile.
  const chosen = createMemo(() => props.messages.filter(({ message_id }) => selecting.chosen().has(message_id)));
  const own = () => chosen().filter(({ author_id }) => author_id === client.state().me?.user_id).length;
  const [reason, setReason] = createSignal('');
  let key = '';
  const remove = attempt(
    () => {
      key = client.api.newKey();
      return requests.bulkDelete(
        channelId,
        chosen().map(({ message_id }) => message_id),
        reason(),
        key,
      );
    },
    ({ deleted }) => {
      selecting.end();
      deeds.tell(govern.messages.removed(deleted), key);
    },
  );
  return (
    <section class="selection-bar" aria-label={govern.messages.selecting}>
      <p role="status">
        <strong>{govern.messages.selected(chosen().length)}</strong>
        <Show when={chosen().length === BULK_DELETE_MAX} fallback={<small class="keys">{govern.messages.keys}</small>}>
          <small>{govern.messages.full(BULK_DELETE_MAX)}</small>
        </Show>
      </p>
      <div class="selection-acts">
        <Button kind="quiet" press={selecting.end}>
          {govern.messages.cancel}
        </Button>
        <Button kind="danger" disabled={chosen().length === 0} press={() => setAsks(true)}>
          {govern.messages.remove}
        </Button>
      </div>
      <Show when={asks()}>
        <Dialog title={govern.messages.removeTitle(chosen().length)} close={() => setAsks(false)}>
          <Form submit={() => void remove.start()}>
            <p class="lead">
              {govern.messages.removeHint} {own() > 0 ? govern.messages.ownForGood(own()) : ''}
            </p>
            <Show when={chosen().length > own()}>
              <UndoTime client={client} />
              <ReasonField value={reason()} change={setReason} />
            </Show>
            <TroubleNote trouble={remove.trouble()} />
            <Foot close={() => setAsks(false)} busy={remove.busy()} yes={govern.messages.remove} danger />
          </Form>
        </Dialog>
      </Show>
    </section>
  );
};
