/**
 * The banner about the connection, which is loaded after the first messages or with the first trouble. The banner of a
 * user who is offline is here, because nothing can be loaded then.
 */

import { createMemo, Show } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const loadConnectionBanner = () => withLaterWords(import('#web/client/connection-banner.tsx'));

export const LaterConnectionBanner = (props: { readonly client: Client }) => {
  const live = () => props.client.phase().kind === 'live';
  /** True once the connection was live. The screen is drawn a moment before that. */
  const begun = createMemo((before: boolean) => before || live(), false);
  return (
    <div class="banner-place">
      <Show when={begun() && !live()}>
        <Show
          when={props.client.phase().kind !== 'offline'}
          fallback={
            <div class="banner" role="status">
              <Icon name="alert" />
              {words.connection.offline}
              <button type="button" class="link" onClick={() => props.client.reconnect()}>
                {words.connection.now}
              </button>
            </div>
          }
        >
          <Loaded load={loadConnectionBanner}>
            {({ ConnectionBanner }) => <ConnectionBanner client={props.client} />}
          </Loaded>
        </Show>
      </Show>
    </div>
  );
};
