import { isLeft } from 'fp-ts/lib/Either.js';
import { createSignal, For } from 'solid-js';
import { instantOf } from '#domain/kernel/instant.ts';
import { CUSTOM_STATUS_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { StatusText } from '#gateway/protocol/status-text.ts';
import type { Client } from '#web/client/client.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { Field, Form, TextField } from '#web/ui/form.tsx';
import { words } from '#web/words/words.ts';

const MINUTE_MS = 60_000;
const CLEARED = ['never', 'half', 'hour', 'four', 'today'] as const;
type Cleared = (typeof CLEARED)[number];

/** Milliseconds since 1970 at which a status ends, or null. Today ends at midnight of the device. */
const endOf = (cleared: Cleared, now: number): number | null => {
  const minutes = { half: 30, hour: 60, four: 240 } as const;
  if (cleared === 'never') return null;
  return cleared === 'today' ? new Date(now).setHours(24, 0, 0, 0) : now + minutes[cleared] * MINUTE_MS;
};

/** Asks for the text of the custom status and its end. */
export const StatusDialog = (props: { readonly client: Client; readonly close: () => void }) => {
  const choice = () => props.client.state().choice ?? { status: 'online' as const, custom_status: null };
  const [text, setText] = createSignal(choice().custom_status?.text ?? '');
  const [cleared, setCleared] = createSignal<Cleared>('never');
  const [fault, setFault] = createSignal<string>();
  const save = (): void => {
    if (text().trim() === '') {
      props.client.choosePresence({ ...choice(), custom_status: null });
      props.close();
      return;
    }
    const read = StatusText.decode(text());
    if (isLeft(read)) {
      setFault(words.presence.invalid);
      return;
    }
    const end = endOf(cleared(), props.client.platform.now());
    const custom_status = { text: read.right, until: end === null ? null : instantOf(end) };
    props.client.choosePresence({ ...choice(), custom_status });
    props.close();
  };
  return (
    <Dialog title={words.presence.write} close={props.close}>
      <Form submit={save}>
        <TextField
          label={words.presence.text}
          value={text()}
          change={(next) => {
            setFault(undefined);
            setText(next);
          }}
          error={fault()}
          maxLength={CUSTOM_STATUS_CHARS_MAX}
          required={false}
          autofocus
        />
        <Field label={words.presence.clearAfter}>
          {({ id, describedBy }) => (
            <select
              id={id}
              aria-describedby={describedBy}
              onChange={(event) => setCleared(event.currentTarget.value as Cleared)}
            >
              <For each={CLEARED}>{(one) => <option value={one}>{words.presence.after[one]}</option>}</For>
            </select>
          )}
        </Field>
        <Foot close={props.close} busy={false} yes={words.save} />
      </Form>
    </Dialog>
  );
};
