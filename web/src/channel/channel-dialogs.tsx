import { createSignal } from 'solid-js';
import { CHANNEL_NAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { asOneLine } from '#domain/kernel/stored-form.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { words } from '#web/words/words.ts';

export const RenameChannelDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly close: () => void;
  readonly renamed: (before: string, after: string) => void;
}) => {
  const named = props.channel.kind === 'category' ? words.category : words.channel;
  const before = props.channel.name;
  const [name, setName] = createSignal(before);
  const rename = attempt(
    () => laterRequests(props.client.api).renameChannel(props.channel.channel_id, name().trim()),
    () => {
      props.renamed(before, asOneLine(name()));
      props.close();
    },
  );
  return (
    <Dialog title={named.rename} close={props.close}>
      <Form submit={() => void rename.start()}>
        <TextField label={named.name} value={name()} change={setName} maxLength={CHANNEL_NAME_CHARS_MAX} autofocus />
        <TroubleNote trouble={rename.trouble()} />
        <Foot close={props.close} busy={rename.busy()} yes={words.save} />
      </Form>
    </Dialog>
  );
};
