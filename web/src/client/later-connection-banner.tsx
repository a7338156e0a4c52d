/** The banner about the connection, which is loaded after the first messages or with the first trouble. */

import { createMemo, Show } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { Loaded } from '#web/ui/loaded.tsx';

export const loadConnectionBanner = () => import('#web/client/connection-banner.tsx');

export const LaterConnectionBanner = (props: { readonly client: Client }) => {
  const live = () => props.client.phase().kind === 'live';
  /** True once the connection was live. The screen is drawn a moment before that. */
  const begun = createMemo((before: boolean) => before || live(), false);
  return (
    <div class="banner-place">
      <Show when={begun() && !live()}>
        <Loaded load={loadConnectionBanner}>
          {({ ConnectionBanner }) => <ConnectionBanner client={props.client} />}
        </Loaded>
      </Show>
    </div>
  );
};
