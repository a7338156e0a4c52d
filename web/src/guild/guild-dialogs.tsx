import { createSignal } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { GUILD_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Guild } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
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
        <p class="lead">{later.guild.createHint}</p>
        <TextField
          label={later.guild.name}
          value={name()}
          change={setName}
          placeholder={later.guild.namePlaceholder}
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
    <Dialog title={later.guild.rename} close={props.close}>
      <Form submit={() => void rename.start()}>
        <TextField
          label={later.guild.name}
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
        <p class="lead">{later.guild.leaveAsk(props.guild.name)}</p>
        <TroubleNote trouble={leave.trouble()} />
        <Foot close={props.close} busy={leave.busy()} yes={later.guild.leaveYes} danger />
      </Form>
    </Dialog>
  );
};
