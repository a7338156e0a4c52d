/** Says how a conversation is imported, with the command for this guild. The operator of the server runs it. */

import { createSignal } from 'solid-js';
import type { Platform } from '#web/platform/platform.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Field } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const COMMAND = 'filament import conversation.jsonl.gz --guild "Our history"';

export const ImportDialog = (props: { readonly platform: Platform; readonly close: () => void }) => {
  const [copied, setCopied] = createSignal<boolean | null>(null);
  return (
    <Dialog title={words.importing.title} close={props.close}>
      <p class="lead">{later.importing.lead}</p>
      <Field label={later.importing.command} hint={copied() === false ? words.copyByHand : later.importing.commandHint}>
        {({ id, describedBy }) => (
          <div class="copy-row">
            <input
              id={id}
              class="invite-link"
              aria-describedby={describedBy}
              readOnly
              autofocus
              value={COMMAND}
              onFocus={(event) => event.currentTarget.select()}
            />
            <Button press={() => void props.platform.copyText(COMMAND).then((done) => setCopied(done))}>
              {copied() === true ? words.copied : words.copy}
            </Button>
          </div>
        )}
      </Field>
      <p class="quiet-note">{later.importing.result}</p>
    </Dialog>
  );
};
