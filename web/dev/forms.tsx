import { createSignal } from 'solid-js';
import { Button } from '#web/ui/button.tsx';
import { Field, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { Sample } from './sample.tsx';

const SHORT = 8;

/** Fields and a form. An empty form that is submitted shows all its faults. */
export const Forms = () => {
  const [name, setName] = createSignal('');
  const [secret, setSecret] = createSignal('');
  const [long, setLong] = createSignal('a text that is too long');
  return (
    <>
      <Sample title="Form">
        <Form submit={() => undefined}>
          <TextField label="Name" value={name()} change={setName} hint="2 to 32 letters" placeholder="ada" />
          <TextField
            label="Secret"
            type="password"
            value={secret()}
            change={setSecret}
            check={(text) => (text.length < SHORT ? 'Use at least 8 characters.' : undefined)}
          />
          <Button submit>Submit</Button>
        </Form>
      </Sample>
      <Sample title="Fields">
        <TextField label="Refused by the server" value="ada" change={() => undefined} error="This name is taken." />
        <TextField label="Too long" value={long()} change={setLong} maxLength={SHORT} />
        <Field label="Expires after" hint="The link then stops working.">
          {({ id, describedBy }) => (
            <select id={id} aria-describedby={describedBy}>
              <option>1 day</option>
              <option>7 days</option>
            </select>
          )}
        </Field>
        <fieldset class="kinds">
          <legend>Kind of channel</legend>
          <label class="kind">
            <input type="radio" name="sample" checked />
            <span>
              <strong>Text</strong>
              <small>Messages, reactions, links</small>
            </span>
          </label>
          <label class="kind">
            <input type="radio" name="sample" />
            <span>
              <strong>Voice</strong>
              <small>Calls</small>
            </span>
          </label>
        </fieldset>
        <label class="check">
          <input type="checkbox" /> Show password
        </label>
        <TroubleNote trouble={{ code: 'unreachable', detail: 'The server did not answer.' }} />
      </Sample>
    </>
  );
};
