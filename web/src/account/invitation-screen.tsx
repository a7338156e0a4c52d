import { createEffect, createSignal, Match, Show, Switch } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { askInvitation, InvitationCard } from '#web/account/invitation.tsx';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { Button } from '#web/ui/button.tsx';
import { attempt, TroubleNote } from '#web/ui/form.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** The page of an invite link for a user who is logged in. Opening a link joins nothing, the button does. */
export const InvitationScreen = (props: {
  readonly client: Client;
  readonly code: string;
  /** True when the user chose to join before the login. */
  readonly agreed: boolean;
  readonly joined: (guildId: GuildId) => void;
  readonly toStart: () => void;
}) => {
  const invitation = askInvitation(laterRequests(props.client.api).previewInviteForMe, () => props.code);
  const [waitsFor, setWaitsFor] = createSignal<GuildId | null>(null);
  const join = attempt(
    () => laterRequests(props.client.api).acceptInvite(props.code),
    ({ guild_id: guildId }) => {
      setWaitsFor(guildId);
      props.joined(guildId);
    },
  );
  const isAsking = () => invitation.answer().kind === 'waiting';
  const { preview } = invitation;
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
      <Switch fallback={<p role="status">{later.entry.accepting}</p>}>
        <Match when={join.busy() || waitsFor() !== null}>
          <p role="status">{later.entry.accepting}</p>
        </Match>
        <Match when={why()}>
          {(answer) => (
            <>
              <h1>{answer().kind === 'dead' ? words.invitation.dead : later.invitation.unanswered}</h1>
              <p role="alert">{problemText(answer().why)}</p>
              <Show when={answer().kind === 'unknown'}>
                <Button press={invitation.again}>{words.tryAgain}</Button>
              </Show>
              <Button kind="quiet" press={() => props.toStart()} autofocus>
                {later.entry.toStart}
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
                  {open().lockdown === true ? words.tryAgain : later.invitation.join(open().guild_name)}
                </Button>
                <Button kind="quiet" press={() => props.toStart()}>
                  {later.invitation.notNow}
                </Button>
              </div>
            </>
          )}
        </Match>
      </Switch>
    </main>
  );
};
