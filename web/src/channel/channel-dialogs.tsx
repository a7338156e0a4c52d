import { createSignal } from 'solid-js';
import { CHANNEL_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Channel, Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

const Kind = (props: {
  readonly kind: 'text' | 'voice';
  readonly chosen: boolean;
  readonly choose: () => void;
  readonly name: string;
  readonly hint: string;
}) => (
  <label class="kind">
    <input type="radio" name="kind" checked={props.chosen} onChange={() => props.choose()} />
    <Icon name={props.kind === 'text' ? 'hash' : 'speaker'} />
    <span>
      <strong>{props.name}</strong>
      <small>{props.hint}</small>
    </span>
  </label>
);

export const CreateChannelDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly kind: 'text' | 'voice';
  readonly close: () => void;
  readonly made: (channel: Channel) => void;
}) => {
  const { api } = props.client;
  const key = attemptKey(api.newKey);
  const [kind, setKind] = createSignal(props.kind);
  const [name, setName] = createSignal('');
  const create = attempt(
    () => api.createChannel(props.guild.guild_id, name().trim(), kind(), key.of(name().trim(), kind())),
    (channel) => {
      props.close();
      if (channel.kind === 'text') props.made(channel);
    },
  );
  return (
    <Dialog title={words.channel.create} close={props.close}>
      <Form submit={() => void create.start()}>
        <fieldset class="kinds">
          <legend>{words.channel.kind}</legend>
          <Kind
            kind="text"
            chosen={kind() === 'text'}
            choose={() => setKind('text')}
            name={words.channel.textOne}
            hint={words.channel.textHint}
          />
          <Kind
            kind="voice"
            chosen={kind() === 'voice'}
            choose={() => setKind('voice')}
            name={words.channel.voiceOne}
            hint={words.channel.voiceHint}
          />
        </fieldset>
        <TextField
          label={words.channel.name}
          value={name()}
          change={setName}
          placeholder={words.channel.namePlaceholder}
          maxLength={CHANNEL_NAME_CHARS_MAX}
          autofocus
        />
        <TroubleNote trouble={create.trouble()} />
        <Foot close={props.close} busy={create.busy()} yes={words.create} />
      </Form>
    </Dialog>
  );
};

export const RenameChannelDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly close: () => void;
  readonly renamed: (before: string, after: string) => void;
}) => {
  const before = props.channel.name;
  const [name, setName] = createSignal(before);
  const rename = attempt(
    () => props.client.api.renameChannel(props.channel.channel_id, name().trim()),
    () => {
      props.renamed(before, asOneLine(name()));
      props.close();
    },
  );
  return (
    <Dialog title={words.channel.rename} close={props.close}>
      <Form submit={() => void rename.start()}>
        <TextField
          label={words.channel.name}
          value={name()}
          change={setName}
          maxLength={CHANNEL_NAME_CHARS_MAX}
          autofocus
        />
        <TroubleNote trouble={rename.trouble()} />
        <Foot close={props.close} busy={rename.busy()} yes={words.save} />
      </Form>
    </Dialog>
  );
};

export const DeleteChannelDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly close: () => void;
  readonly deleted: (channel: Channel) => void;
}) => {
  const { channel } = props;
  const remove = attempt(
    () => props.client.api.deleteChannel(channel.channel_id),
    () => {
      props.close();
      props.deleted(channel);
    },
  );
  return (
    <Dialog title={words.channel.remove} close={props.close}>
      <Form submit={() => void remove.start()}>
        <p class="lead">{words.channel.removeAsk(props.channel.name)}</p>
        <TroubleNote trouble={remove.trouble()} />
        <Foot close={props.close} busy={remove.busy()} yes={words.channel.removeYes} danger />
      </Form>
    </Dialog>
  );
};
