/** The banned people of a guild, the last one first, with the way to lift each ban. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createSignal, createUniqueId, For, on, onMount, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Ban } from '#gateway/protocol/governance.ts';
import { useRuling } from '#web/governance/ruling.ts';
import { SectionList } from '#web/governance/section-list.tsx';
import { undoesDone } from '#web/governance/undo-offer.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Button } from '#web/ui/button.tsx';
import { dayAndTime } from '#web/ui/clock.ts';
import { singly } from '#web/ui/singly.ts';
import type { HttpAnswer } from '#web/wire/http.ts';

type Known = { readonly bans: ReadonlyArray<Ban>; readonly next: string | null };

export const BansSection = () => {
  const { client, requests, deeds } = useRuling();
  const [known, setKnown] = createSignal<HttpAnswer<Known>>();
  const [sought, setSought] = createSignal('');
  const searchId = createUniqueId();
  const load = async (before: Known | null): Promise<void> => {
    const answer = await requests.bans(before?.next ?? null);
    if (isLeft(answer)) {
      if (before === null) setKnown(answer);
      else await deeds.complain(answer.left);
      return;
    }
    const { bans, next_before: next } = answer.right;
    setKnown({ _tag: 'Right', right: { bans: [...(before?.bans ?? []), ...bans], next } });
  };
  onMount(() => void load(null));
  createEffect(on(undoesDone, () => void load(null), { defer: true }));
  const lift = singly(async (ban: Ban) => {
    const name = nameOfUser(ban.user);
    const done = await deeds.perform((key) => requests.unban(ban.user.user_id, key), govern.bans.lifted(name));
    if (done) await load(null);
  });
  const matching = (bans: ReadonlyArray<Ban>): ReadonlyArray<Ban> =>
    bans.filter(({ user }) => nameOfUser(user).toLocaleLowerCase().includes(sought().trim().toLocaleLowerCase()));
  return (
    <>
      <header>
        <h3>{govern.sections.bans}</h3>
      </header>
      <p class="lead">{govern.bans.lead}</p>
      <SectionList answer={known()} again={() => void load(null)}>
        {(list) => (
          <Show when={list.bans.length > 0} fallback={<p class="quiet-note">{govern.bans.none}</p>}>
            <div class="field">
              <label for={searchId}>{govern.bans.search}</label>
              <input
                id={searchId}
                type="search"
                value={sought()}
                onInput={(event) => setSought(event.currentTarget.value)}
              />
            </div>
            <ul class="settings-rows">
              <For each={matching(list.bans)}>
                {(ban) => (
                  <li>
                    <Avatar
                      id={ban.user.user_id}
                      name={nameOfUser(ban.user)}
                      size="small"
                      imported={ban.user.imported}
                    />
                    <div class="grow">
                      <strong>{nameOfUser(ban.user)}</strong>
                      <p>{ban.reason ?? govern.bans.noReason}</p>
                      <p>
                        {dayAndTime(millisOf(ban.at), client.platform.now())}
                        <Show when={ban.by}>{(by) => ` · ${govern.bans.by(nameOfUser(by()))}`}</Show>
                      </p>
                    </div>
                    <button
                      type="button"
                      class="button quiet"
                      aria-label={govern.bans.liftOf(nameOfUser(ban.user))}
                      onClick={(event) => lift(event, ban)}
                    >
                      {govern.bans.lift}
                    </button>
                  </li>
                )}
              </For>
            </ul>
            <Show when={list.next !== null}>
              <Button kind="quiet" press={() => void load(list)}>
                {govern.bans.more}
              </Button>
            </Show>
          </Show>
        )}
      </SectionList>
    </>
  );
};
