import { For } from 'solid-js';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { type ChosenTheme, THEMES } from '#web/ui/theme.ts';
import { words } from '#web/words.ts';

/** The theme of the page. A choice shows at once, so the dialog has nothing to save. */
export const AppearanceDialog = (props: { readonly theme: ChosenTheme; readonly close: () => void }) => (
  <Dialog title={words.appearance.title} close={props.close}>
    <fieldset class="kinds">
      <legend>{words.appearance.theme}</legend>
      <For each={THEMES}>
        {(theme) => (
          <label class="kind">
            <input
              type="radio"
              name="theme"
              checked={props.theme.theme() === theme}
              autofocus={props.theme.theme() === theme}
              onChange={() => props.theme.choose(theme)}
            />
            <span>{words.appearance[theme]}</span>
          </label>
        )}
      </For>
    </fieldset>
    <footer class="dialog-foot">
      <Button press={props.close}>{words.close}</Button>
    </footer>
  </Dialog>
);
