/**
 * Every component in every state, for people who change the look. It is no part of the client's bundle:
 * `node infra/workshop/pictures/components.ts` builds and serves it.
 */

import '#web/dialogs.css';
import { For } from 'solid-js';
import { render } from 'solid-js/web';
import { browser } from '#web/platform/browser.ts';
import { THEMES, themeIn } from '#web/ui/theme.ts';
import { Tooltips } from '#web/ui/tooltips.tsx';
import { words } from '#web/words/words.ts';
import { Floats } from './floats.tsx';
import { Forms } from './forms.tsx';
import { Shapes } from './shapes.tsx';

const Gallery = () => {
  const theme = themeIn(browser.keepsakes);
  theme.choose(theme.theme());
  return (
    <main class="gallery">
      <header>
        <h1>Components</h1>
        <For each={THEMES}>
          {(one) => (
            <button type="button" class="chip" aria-pressed={theme.theme() === one} onClick={() => theme.choose(one)}>
              {words.appearance[one]}
            </button>
          )}
        </For>
      </header>
      <Shapes />
      <Forms />
      <Floats />
      <Tooltips />
    </main>
  );
};

const place = document.getElementById('app');
if (place !== null) render(() => <Gallery />, place);
