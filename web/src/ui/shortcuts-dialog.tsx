import { For } from 'solid-js';
import { Dialog } from '#web/ui/dialog.tsx';
import { words } from '#web/words/words.ts';

export const ShortcutsDialog = (props: { readonly close: () => void }) => (
  <Dialog title={words.shortcuts.title} close={props.close} size="wide">
    <dl class="shortcuts">
      <For each={words.shortcuts.list}>
        {([keys, effect]) => (
          <div class="shortcut">
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{effect}</dd>
          </div>
        )}
      </For>
    </dl>
  </Dialog>
);
