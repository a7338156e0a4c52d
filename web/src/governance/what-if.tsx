/** Shows before a change is saved who would gain and who would lose sight of which channels. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, For, Show } from 'solid-js';
import type { WhatIfAnswer } from '#gateway/protocol/governance.ts';
import type { WhatIfBody } from '#gateway/protocol/requests.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { words } from '#web/words/words.ts';

/** Milliseconds without another change before the server is asked. */
const ASKED_AFTER_MS = 400;

type SightChange = WhatIfAnswer['gains'][number];

export const WhatIf = (props: { readonly change: WhatIfBody }) => {
  const { client, requests } = useRuling();
  const [effect] = createResource(
    () => JSON.stringify(props.change),
    async (change) => {
      await new Promise<void>((wake) => client.platform.later(ASKED_AFTER_MS, wake));
      if (change !== JSON.stringify(props.change)) return undefined;
      const answer = await requests.whatIf(props.change);
      return isLeft(answer) ? null : answer.right;
    },
  );
  const Changes = (list: {
    readonly changes: ReadonlyArray<SightChange>;
    readonly count: number;
    readonly says: (people: number, channel: string) => string;
    readonly tone: 'good' | 'bad';
  }) => (
    <Show when={list.count > 0}>
      <ul class={`what-if-list ${list.tone}`}>
        <For each={list.changes}>
          {(change) => (
            <li>
              {list.says(change.members_count, `#${client.state().channels[change.channel_id]?.name ?? '…'}`)}
              <small>
                {change.members.map(nameOfUser).join(', ')}
                <Show when={change.members_count > change.members.length}>
                  {' '}
                  {govern.whatIf.more(change.members_count - change.members.length)}
                </Show>
              </small>
            </li>
          )}
        </For>
        <Show when={list.count > list.changes.length}>
          <li>{govern.whatIf.more(list.count - list.changes.length)}</li>
        </Show>
      </ul>
    </Show>
  );
  return (
    <section class="settings-card what-if" aria-live="polite">
      <h4>{govern.whatIf.title}</h4>
      <Show when={effect.latest !== undefined} fallback={<Skeleton of="rows" count={1} label={words.loading} />}>
        <Show when={effect.latest} fallback={<p class="quiet-note">{govern.whatIf.unknown}</p>}>
          {(known) => (
            <Show
              when={known().gains_count + known().loses_count > 0}
              fallback={<p class="quiet-note">{govern.whatIf.nothing}</p>}
            >
              <Changes changes={known().loses} count={known().loses_count} says={govern.whatIf.loses} tone="bad" />
              <Changes changes={known().gains} count={known().gains_count} says={govern.whatIf.gains} tone="good" />
            </Show>
          )}
        </Show>
      </Show>
    </section>
  );
};
