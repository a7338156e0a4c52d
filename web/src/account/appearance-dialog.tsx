import { For } from 'solid-js';
import type { Keepsakes } from '#web/platform/platform.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { type ChosenTheme, THEMES } from '#web/ui/theme.ts';
import { chooseLanguage, chosenLanguage } from '#web/words/chosen-language.ts';
import { LANGUAGES, type Language } from '#web/words/languages.ts';
import { words } from '#web/words/words.ts';

const Option = (props: {
  readonly group: string;
  readonly name: string;
  readonly lang?: string;
  readonly chosen: boolean;
  readonly first?: boolean;
  readonly choose: () => void;
}) => (
  <label class="kind">
    <input
      type="radio"
      name={props.group}
      checked={props.chosen}
      autofocus={props.first === true}
      onChange={() => props.choose()}
    />
    <span lang={props.lang}>{props.name}</span>
  </label>
);

/** The theme and the language of the page. A choice shows at once, so the dialog has nothing to save. */
export const AppearanceDialog = (props: {
  readonly theme: ChosenTheme;
  readonly keepsakes: Keepsakes;
  readonly close: () => void;
}) => {
  const spoken = chosenLanguage(props.keepsakes);
  const speak = (language: Language | null): void => void chooseLanguage(props.keepsakes, language);
  return (
    <Dialog title={words.appearance.title} close={props.close}>
      <fieldset class="kinds">
        <legend>{words.appearance.theme}</legend>
        <For each={THEMES}>
          {(theme) => (
            <Option
              group="theme"
              name={words.appearance[theme]}
              chosen={props.theme.theme() === theme}
              first={props.theme.theme() === theme}
              choose={() => props.theme.choose(theme)}
            />
          )}
        </For>
      </fieldset>
      <fieldset class="kinds">
        <legend>{words.appearance.language}</legend>
        <Option group="language" name={words.appearance.browser} chosen={spoken === null} choose={() => speak(null)} />
        <For each={Object.entries(LANGUAGES)}>
          {([tag, name]) => (
            <Option
              group="language"
              name={name}
              lang={tag}
              chosen={spoken === tag}
              choose={() => speak(tag as keyof typeof LANGUAGES)}
            />
          )}
        </For>
      </fieldset>
      <footer class="dialog-foot">
        <Button kind="quiet" press={props.close}>
          {words.close}
        </Button>
      </footer>
    </Dialog>
  );
};
