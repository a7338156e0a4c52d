/**
 * The banner about the connection, which is loaded after the first messages or with the first trouble. The banner of a
 * user who is offline is here, because nothing can be loaded then. It also stands in while the other one cannot be loaded.
 */

import { createMemo, Show } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { Icon } from '#web/ui/icon.tsx';
import { laterPart } from '#web/ui/later-part.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const { load, ask } = laterPart(() => withLaterWords(import('#web/client/connection-banner.tsx')));
export const loadConnectionBanner = load;

export const LaterConnectionBanner = (props: { readonly client: Client }) => {
  const isIn = (kind: 'live' | 'offline') => props.client.phase().kind === kind;
  /** True once the connection was live. The screen is drawn a moment before that. */
  const begun = createMemo((before: boolean) => before || isIn('live'), false);
  return (
    <div class="banner-place">
      <Show when={begun() && !isIn('live')}>
        <Show
          when={!isIn('offline') && ask()}
          keyed
          fallback={
            <div class="banner" role="status">
              <Icon name="alert" />
              {isIn('offline') ? words.connection.offline : words.entry.unreachable}
              <button type="button" class="link" onClick={() => props.client.reconnect()}>
                {words.connection.now}
              </button>
            </div>
          }
        >
          {({ ConnectionBanner }) => <ConnectionBanner client={props.client} />}
        </Show>
      </Show>
    </div>
  );
};
