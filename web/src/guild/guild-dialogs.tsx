import { createSignal } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { GUILD_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { words } from '#web/words/words.ts';

export const CreateGuildDialog = (props: {
  readonly client: Client;
  readonly close: () => void;
  readonly made: (guildId: GuildId) => void;
}) => {
  const { api } = props.client;
  const key = attemptKey(api.newKey);
  const [name, setName] = createSignal('');
  const create = attempt(
    () => laterRequests(api).createGuild(name().trim(), key.of(name().trim())),
    (guild) => {
      props.close();
      props.made(guild.guild_id);
    },
  );
  return (
    <Dialog title={words.guild.create} close={props.close}>
      <Form submit={() => void create.start()}>
        <p class="lead">{words.guild.createHint}</p>
        <TextField
          label={words.guild.name}
          value={name()}
          change={setName}
          placeholder={words.guild.namePlaceholder}
          maxLength={GUILD_NAME_CHARS_MAX}
          autofocus
        />
        <TroubleNote trouble={create.trouble()} />
        <Foot close={props.close} busy={create.busy()} yes={words.create} />
      </Form>
    </Dialog>
  );
};

export const RenameGuildDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly close: () => void;
  readonly renamed: (before: string, after: string) => void;
}) => {
  const before = props.guild.name;
  const [name, setName] = createSignal(props.guild.name);
  const rename = attempt(
    () => props.client.api.renameGuild(props.guild.guild_id, name().trim()),
    () => {
      props.renamed(before, asOneLine(name()));
      props.close();
    },
  );
  return (
    <Dialog title={words.guild.rename} close={props.close}>
      <Form submit={() => void rename.start()}>
        <TextField
          label={words.guild.name}
          value={name()}
          change={setName}
          maxLength={GUILD_NAME_CHARS_MAX}
          autofocus
        />
        <TroubleNote trouble={rename.trouble()} />
        <Foot close={props.close} busy={rename.busy()} yes={words.save} />
      </Form>
    </Dialog>
  );
};

export const LeaveGuildDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly close: () => void;
  readonly left: (guildId: GuildId) => void;
}) => {
  const { guild_id: guildId } = props.guild;
  const leave = attempt(
    () => laterRequests(props.client.api).leaveGuild(guildId),
    () => {
      props.close();
      props.left(guildId);
    },
  );
  return (
    <Dialog title={words.guild.leave} close={props.close}>
      <Form submit={() => void leave.start()}>
        <p class="lead">{words.guild.leaveAsk(props.guild.name)}</p>
        <TroubleNote trouble={leave.trouble()} />
        <Foot close={props.close} busy={leave.busy()} yes={words.guild.leaveYes} danger />
      </Form>
    </Dialog>
  );
};

export const DeleteGuildDialog = (props: {
  readonly client: Client;
  readonly guild: Guild;
  readonly close: () => void;
  readonly deleted: (guildId: GuildId) => void;
}) => {
  const { guild_id: guildId } = props.guild;
  const [typed, setTyped] = createSignal('');
  const channels = () =>
    Object.values(props.client.state().channels).filter((channel) => channel.guild_id === guildId).length;
  const remove = attempt(
    () => laterRequests(props.client.api).deleteGuild(guildId),
    () => {
      props.close();
      props.deleted(guildId);
    },
  );
  return (
    <Dialog title={words.guild.remove} close={props.close}>
      <Form submit={() => void remove.start()}>
        <p class="lead">{words.guild.removeAsk(props.guild.name, channels())}</p>
        <TextField
          label={words.guild.removeType(props.guild.name)}
          value={typed()}
          change={setTyped}
          check={(text) => (asOneLine(text) === props.guild.name ? undefined : words.form.notTheSame(props.guild.name))}
          autofocus
        />
        <TroubleNote trouble={remove.trouble()} />
        <Foot close={props.close} busy={remove.busy()} yes={words.guild.removeYes} danger />
      </Form>
    </Dialog>
  );
};
