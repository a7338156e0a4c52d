/** The page of an invite link: the guild, its size and the member who made the invite. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createMemo, createResource, createSignal, Match, Show, Switch } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { InvitePreview } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Trouble } from '#web/store/state.ts';
import { Button } from '#web/ui/button.tsx';
import { attempt, TroubleNote } from '#web/ui/form.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** The answer about an invite. `dead`: the user cannot join with it. `unknown`: the server did not answer. */
export type InvitationAnswer =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'dead'; readonly why: Trouble }
  | { readonly kind: 'unknown'; readonly why: Trouble }
  | { readonly kind: 'open'; readonly preview: InvitePreview };

/** Codes of the refusals that no later try of the same user can change. */
const DEAD: ReadonlySet<string> = new Set(['invite_unknown', 'invite_before_kick', 'banned', 'not_found']);

/** Asks the server about the invite of a link, and about the next one when the link changes. */
export const askInvitation = (
  preview: Client['api']['previewInvite' | 'previewInviteForMe'],
  code: () => string | null,
) => {
  const [answer, { refetch }] = createResource(code, async (asked): Promise<InvitationAnswer> => {
    const seen = await preview(asked);
    if (!isLeft(seen)) return { kind: 'open', preview: seen.right };
    return { kind: DEAD.has(seen.left.code) ? 'dead' : 'unknown', why: seen.left };
  });
  return {
    answer: (): InvitationAnswer => (answer.loading ? undefined : answer()) ?? { kind: 'waiting' },
    again: () => void refetch(),
  };
};

export const InvitationCard = (props: { readonly preview: InvitePreview }) => (
  <div class="invitation">
    <strong>{props.preview.guild_name}</strong>
    <span>{words.invitation.members(props.preview.member_count)}</span>
    <span>{words.invitation.by(props.preview.inviter.username ?? words.erasedPerson)}</span>
    <Show when={props.preview.lockdown}>
      <span role="note">{words.invitation.lockdown}</span>
    </Show>
  </div>
);

/** The page of an invite link for a user who is logged in. Opening a link joins nothing, the button does. */
export const InvitationScreen = (props: {
  readonly client: Client;
  readonly code: string;
  /** True when the user chose to join before the login. */
  readonly agreed: boolean;
  readonly joined: (guildId: GuildId) => void;
  readonly toStart: () => void;
}) => {
  const invitation = askInvitation(props.client.api.previewInviteForMe, () => props.code);
  const [waitsFor, setWaitsFor] = createSignal<GuildId | null>(null);
  const join = attempt(
    () => props.client.api.acceptInvite(props.code),
    ({ guild_id: guildId }) => {
      setWaitsFor(guildId);
      props.joined(guildId);
    },
  );
  const isAsking = () => invitation.answer().kind === 'waiting';
  /** The preview stays while a guild in a lockdown is asked about again, and so does the focus. */
  const preview = createMemo((before: InvitePreview | undefined) => {
    const answer = invitation.answer();
    if (answer.kind === 'open') return answer.preview;
    return answer.kind === 'waiting' && before?.lockdown === true ? before : undefined;
  });
  const why = () => {
    const answer = invitation.answer();
    return answer.kind === 'dead' || answer.kind === 'unknown' ? answer : undefined;
  };
  if (props.agreed) void join.start();
  // A member needs no invite.
  createEffect(() => {
    const guildId = preview()?.guild_id;
    if (guildId !== undefined && props.client.state().guilds[guildId] !== undefined) props.joined(guildId);
  });
  return (
    <main class="splash">
      <Logo />
      <Switch fallback={<p role="status">{words.entry.accepting}</p>}>
        <Match when={join.busy() || waitsFor() !== null}>
          <p role="status">{words.entry.accepting}</p>
        </Match>
        <Match when={why()}>
          {(answer) => (
            <>
              <h1>{answer().kind === 'dead' ? words.invitation.dead : words.invitation.unanswered}</h1>
              <p role="alert">{problemText(answer().why)}</p>
              <Show when={answer().kind === 'unknown'}>
                <Button press={invitation.again}>{words.tryAgain}</Button>
              </Show>
              <Button kind="quiet" press={() => props.toStart()} autofocus>
                {words.entry.toStart}
              </Button>
            </>
          )}
        </Match>
        <Match when={preview()}>
          {(open) => (
            <>
              <h1>{words.entry.invitedTitle}</h1>
              <InvitationCard preview={open()} />
              <TroubleNote trouble={join.trouble()} />
              <div class="empty-actions">
                <Button
                  press={() => (open().lockdown === true ? invitation.again() : void join.start())}
                  busy={isAsking()}
                  autofocus
                >
                  {open().lockdown === true ? words.tryAgain : words.invitation.join(open().guild_name)}
                </Button>
                <Button kind="quiet" press={() => props.toStart()}>
                  {words.invitation.notNow}
                </Button>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </main>
  );
};
