/** The open invites of a guild. Each can be ended before its time. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createResource, createSignal, For, onCleanup, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { ListedInvite } from '#gateway/protocol/resources.ts';
import { momentSaid } from '#web/governance/moments.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { useRuling } from '#web/governance/ruling.ts';
import { SectionList } from '#web/governance/section-list.tsx';
import { govern } from '#web/governance/words/govern-words.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { whenOver } from '#web/platform/when-over.ts';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Form, TroubleNote } from '#web/ui/form.tsx';
import { Icon } from '#web/ui/icon.tsx';

/** The question before an invite is ended, with its uses so far. */
const EndInvite = (props: {
  readonly invite: ListedInvite;
  readonly terms: string;
  readonly close: () => void;
  readonly ended: () => void;
}) => {
  const { client, requests, toast } = useRuling();
  const key = attemptKey(client.api.newKey);
  const [reason, setReason] = createSignal('');
  const end = attempt(
    () => requests.revokeInvite(props.invite.invite_id, reason(), key.of(reason())),
    () => {
      props.close();
      toast({ text: govern.invites.revoked, tone: 'good' });
      props.ended();
    },
  );
  return (
    <Dialog title={govern.invites.revokeTitle(nameOfUser(props.invite.inviter))} close={props.close}>
      <Form submit={() => void end.start()}>
        <p class="lead">{props.terms}</p>
        <p class="lead">{govern.invites.revokeForGood}</p>
        <ReasonField value={reason()} change={setReason} />
        <TroubleNote trouble={end.trouble()} />
        <Foot close={props.close} busy={end.busy()} yes={govern.invites.revoke} danger />
      </Form>
    </Dialog>
  );
};

export const InvitesSection = () => {
  const { client, requests } = useRuling();
  const [answer, { refetch }] = createResource(() => requests.invites());
  const terms = (invite: ListedInvite): string => {
    const until = invite.expires_at;
    const ends =
      until === null
        ? govern.invites.never
        : govern.invites.expires(momentSaid(millisOf(until), client.platform.now()));
    const made = govern.invites.madeAt(momentSaid(millisOf(invite.created_at), client.platform.now()));
    return `${made} · ${govern.invites.uses(invite.uses, invite.max_uses)} · ${ends}`;
  };
  // The server lists open invites only. An invite that ends by the clock leaves the list at its end.
  createEffect(() => {
    const known = answer.latest;
    const ends = known === undefined || isLeft(known) ? [] : known.right.invites.flatMap((one) => one.expires_at ?? []);
    if (ends.length > 0) onCleanup(whenOver(client.platform, Math.min(...ends.map(millisOf)), () => void refetch()));
  });
  const [ending, setEnding] = createSignal<ListedInvite | null>(null);
  return (
    <>
      <header>
        <h3>{govern.sections.invites}</h3>
      </header>
      <p class="lead">{govern.invites.lead}</p>
      <SectionList answer={answer.latest} again={() => void refetch()}>
        {({ invites }) => (
          <Show when={invites.length > 0} fallback={<p class="quiet-note">{govern.invites.none}</p>}>
            <ul class="settings-rows">
              <For each={invites}>
                {(invite) => (
                  <li>
                    <Icon name="ticket" />
                    <div class="grow">
                      <strong>{govern.invites.by(nameOfUser(invite.inviter))}</strong>
                      <p>{terms(invite)}</p>
                    </div>
                    <button
                      type="button"
                      class="button quiet"
                      aria-label={govern.invites.revokeOf(nameOfUser(invite.inviter), terms(invite))}
                      onClick={() => setEnding(invite)}
                    >
                      {govern.invites.revoke}
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </SectionList>
      <Show when={ending()} keyed>
        {(invite) => (
          <EndInvite invite={invite} terms={terms(invite)} close={() => setEnding(null)} ended={() => void refetch()} />
        )}
      </Show>
    </>
  );
};
