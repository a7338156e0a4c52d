/** The client's composition root. */

import { render } from 'solid-js/web';
import { App } from '#web/app.tsx';
import { client } from '#web/client/client.ts';
import { browser } from '#web/platform/browser.ts';
import { router } from '#web/router.ts';
import { followShownHeight } from '#web/ui/shown-height.ts';

const place = document.getElementById('app');
if (place !== null) {
  followShownHeight();
  const parts = { client: client(browser), router: router() };
  render(() => <App {...parts} />, place);
}
