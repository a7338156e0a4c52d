import { createSignal, Show } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import { CHANNEL_NAME_CHARS_MAX, MESSAGE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { type Channel, Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Field, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** UTF-16 units of a message that become the suggested name of the thread about it. */
const SUGGESTED_MAX = 40;

/** The first words of a text, as the name of a thread. */
const suggestedName = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SUGGESTED_MAX ? line : `${line.slice(0, SUGGESTED_MAX).replace(/ \S*$/, '')}…`;
};

/** Begins a thread about a message, or one by itself with its first message. */
export const BeginThreadDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly about: { readonly messageId: MessageId; readonly text: string } | null;
  readonly close: () => void;
  readonly begun: (thread: Thread) => void;
}) => {
  const { client, channel, about } = props;
  const key = attemptKey(client.api.newKey);
  const [name, setName] = createSignal(suggestedName(about?.text ?? ''));
  const [text, setText] = createSignal('');
  const path = `/channels/${channel.channel_id}${about === null ? '' : `/messages/${about.messageId}`}/threads`;
  const begin = attempt(
    () => {
      const content = about === null && text().trim() !== '' ? { content: text() } : {};
      const body = { name: name().trim(), ...content };
      return client.api.read({ method: 'POST', path, body, key: key.of(body.name, text()) }, Thread);
    },
    (thread) => {
      client.takeThreads([thread]);
      props.close();
      props.begun(thread);
    },
  );
  return (
    <Dialog title={words.message.beginThread} close={props.close}>
      <Form submit={() => void begin.start()}>
        <TextField
          label={later.threads.name}
          hint={later.threads.beginHint}
          value={name()}
          change={setName}
          maxLength={CHANNEL_NAME_CHARS_MAX}
          autofocus
        />
        <Show when={about === null}>
          <Field label={later.threads.first}>
            {({ id, describedBy }) => (
              <textarea
                id={id}
                rows={4}
                maxlength={MESSAGE_CHARS_MAX}
                aria-describedby={describedBy}
                value={text()}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Field>
        </Show>
        <TroubleNote trouble={begin.trouble()} />
        <Foot close={props.close} busy={begin.busy()} yes={words.create} />
      </Form>
    </Dialog>
  );
};
