/** The client's composition root. */

import { Show } from 'solid-js';
import { render } from 'solid-js/web';
import { App } from '#web/app.tsx';
import { client } from '#web/client/client.ts';
import { browser } from '#web/platform/browser.ts';
import { router } from '#web/router.ts';
import { leaveKeysToInputMethod } from '#web/ui/input-method.ts';
import { followShownHeight } from '#web/ui/shown-height.ts';
import { speakChosen } from '#web/words/chosen-language.ts';
import { language } from '#web/words/words.ts';

/** Draws the client in the chosen language. The module itself never waits, because the part of a language imports it. */
const start = async (place: HTMLElement): Promise<void> => {
  await speakChosen(browser.keepsakes);
  const parts = { client: client(browser), router: router() };
  render(
    () => (
      <Show when={language()} keyed>
        {(_language) => <App {...parts} />}
      </Show>
    ),
    place,
  );
};

const place = document.getElementById('app');
if (place !== null) {
  leaveKeysToInputMethod(window);
  followShownHeight();
  void start(place);
}
