/** The client's composition root. */

import { Show } from 'solid-js';
import { render } from 'solid-js/web';
import { App } from '#web/app.tsx';
import { client } from '#web/client/client.ts';
import { browser } from '#web/platform/browser.ts';
import { router } from '#web/routes.ts';
import { leaveKeysToInputMethod } from '#web/ui/input-method.ts';
import { languageFor } from '#web/words/languages.ts';
import { language, speak } from '#web/words/words.ts';

const place = document.getElementById('app');
if (place !== null) {
  leaveKeysToInputMethod(window);
  await speak(languageFor(browser.keepsakes.read('language'), navigator.languages));
  const parts = { client: client(browser), router: router() };
  render(
    () => (
      <Show when={language()} keyed>
        {(_language) => <App {...parts} />}
      </Show>
    ),
    place,
  );
}
