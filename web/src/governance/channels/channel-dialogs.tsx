/** The dialogs that create a channel or a category, and that delete one. */

import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { ChannelId, GuildId } from '#domain/kernel/ids.ts';
import { CHANNEL_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { shownName } from '#web/governance/channels/channel-acts.ts';
import { RemovalQuestion } from '#web/governance/channels/removal-question.tsx';
import { deedsIn } from '#web/governance/deeds.ts';
import { governanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { channelSections } from '#web/store/channel-order.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import type { ShowToast } from '#web/ui/toasts.tsx';
import { words } from '#web/words/words.ts';

type ChannelKind = Channel['kind'];
const KINDS: ReadonlyArray<ChannelKind> = ['text', 'forum', 'voice', 'category'];
const ICONS: { readonly [K in ChannelKind]: IconName } = {
  text: 'hash',
  voice: 'speaker',
  category: 'folder',
  forum: 'forum',
};

export const CreateChannelDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly kind: ChannelKind;
  readonly parentId: ChannelId | null;
  readonly close: () => void;
  readonly made: (channel: Channel) => void;
}) => {
  const { api, state } = props.client;
  const { guild_id: guildId } = props.guild;
  const key = attemptKey(api.newKey);
  const homeId = createUniqueId();
  const [kind, setKind] = createSignal(props.kind);
  const [name, setName] = createSignal('');
  const [home, setHome] = createSignal(props.parentId);
  const categories = () => channelSections(state().channels, guildId).flatMap(({ category }) => category ?? []);
  const parent = () => (kind() === 'category' ? null : home());
  const create = attempt(
    () => {
      const made = { name: name().trim(), kind: kind(), parent_id: parent() };
      return laterRequests(api).createChannel(guildId, made, key.of(made.name, made.kind, made.parent_id));
    },
    (channel) => {
      props.close();
      if (channel.kind === 'text' || channel.kind === 'forum') props.made(channel);
    },
  );
  return (
    <Dialog title={kind() === 'category' ? govern.channels.createCategory : govern.channels.create} close={props.close}>
      <Form submit={() => void create.start()}>
        <fieldset class="kinds">
          <legend>{govern.channels.kind}</legend>
          <For each={KINDS}>
            {(one) => (
              <label class="kind">
                <input type="radio" name="kind" checked={kind() === one} onChange={() => setKind(one)} />
                <Icon name={ICONS[one]} />
                <span>
                  <strong>{govern.channels.kinds[one][0]}</strong>
                  <small>{govern.channels.kinds[one][1]}</small>
                </span>
              </label>
            )}
          </For>
        </fieldset>
        <TextField
          label={kind() === 'category' ? govern.channels.name : words.channel.name}
          value={name()}
          change={setName}
          placeholder={kind() === 'category' ? '' : govern.channels.namePlaceholder}
          maxLength={CHANNEL_NAME_CHARS_MAX}
          autofocus
        />
        <Show when={kind() !== 'category' && categories().length > 0}>
          <div class="field">
            <label for={homeId}>{govern.channels.category}</label>
            <select
              id={homeId}
              onChange={(event) =>
                setHome(
                  categories().find(({ channel_id }) => channel_id === event.currentTarget.value)?.channel_id ?? null,
                )
              }
            >
              <option value="">{govern.channels.outside}</option>
              <For each={categories()}>
                {(category) => (
                  <option value={category.channel_id} selected={category.channel_id === home()}>
                    {category.name}
                  </option>
                )}
              </For>
            </select>
          </div>
        </Show>
        <TroubleNote trouble={create.trouble()} />
        <Foot close={props.close} busy={create.busy()} yes={words.create} />
      </Form>
    </Dialog>
  );
};

export const DeleteChannelDialog = (props: {
  readonly client: Client;
  readonly guildId: GuildId;
  readonly channel: Channel;
  readonly toast: ShowToast;
  readonly close: () => void;
  readonly deleted: (channel: Channel) => void;
}) => {
  const { client, guildId, channel, toast } = props;
  const requests = governanceRequests(client.api, guildId);
  const [reason, setReason] = createSignal('');
  const key = attemptKey(client.api.newKey);
  const remove = attempt(
    () => laterRequests(client.api).deleteChannel(channel.channel_id, reason(), key.of(reason())),
    () => {
      props.close();
      props.deleted(channel);
      deedsIn({ client, requests, toast }).tell(govern.channels.removed(shownName(channel)), key.of(reason()));
    },
  );
  const yes = () => (channel.kind === 'category' ? govern.channels.removeCategory : govern.channels.remove);
  return (
    <Dialog title={govern.channels.removeTitle(shownName(channel))} close={props.close}>
      <Form submit={() => void remove.start()}>
        <RemovalQuestion client={client} requests={requests} channel={channel} reason={reason()} change={setReason} />
        <TroubleNote trouble={remove.trouble()} />
        <Foot close={props.close} busy={remove.busy()} yes={yes()} danger />
      </Form>
    </Dialog>
  );
};
