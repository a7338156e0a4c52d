/**
 * The banner about the connection, which is loaded after the first messages or with the first trouble. The banner of a
 * user who is offline is here, because nothing can be loaded then. It also stands in for a server that does not answer,
 * until the other one is loaded.
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
  /** The text that stands in for the other banner. None where that one alone knows what to say. */
  const plain = (): string | undefined => {
    const at = props.client.phase();
    if (at.kind === 'offline') return words.connection.offline;
    return at.kind === 'waiting' && at.limited !== true ? words.entry.unreachable : undefined;
  };
  return (
    <div class="banner-place">
      <Show when={begun() && !isIn('live')}>
        <Show
          when={!isIn('offline') && ask()}
          keyed
          fallback={
            <Show when={plain()}>
              {(text) => (
                <div class="banner" role="status">
                  <Icon name="alert" />
                  {text()}
                  <button type="button" class="link" onClick={() => props.client.reconnect()}>
                    {words.connection.now}
                  </button>
                </div>
              )}
            </Show>
          }
        >
          {({ ConnectionBanner }) => <ConnectionBanner client={props.client} />}
        </Show>
      </Show>
    </div>
  );
};
