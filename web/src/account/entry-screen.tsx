import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createResource, createSignal, Match, on, Show, Switch } from 'solid-js';
import { PASSWORD_CHARS_MIN, USERNAME_CHARS_MAX, USERNAME_CHARS_MIN } from '#domain/kernel/limits.ts';
import { askInvitation, InvitationCard } from '#web/account/invitation.tsx';
import type { Client } from '#web/client/client.ts';
import { drafts } from '#web/message/drafts.ts';
import type { Router } from '#web/router.ts';
import { inviteCodeIn } from '#web/routes.ts';
import type { Trouble } from '#web/store/state.ts';
import { Button } from '#web/ui/button.tsx';
import { attempt, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { Logo } from '#web/ui/icon.tsx';
import type { HttpRefusal } from '#web/wire/http.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** Fields that show their own trouble. The note below the form shows any other trouble. */
const FIELDS: ReadonlySet<string> = new Set(['username', 'password', 'invite']);

type Way = 'log-in' | 'register' | 'claim';

const actionOf = (way: Way): string =>
  way === 'claim' ? words.entry.claim : way === 'register' ? words.entry.register : words.entry.logIn;

/** The server decides about a name. This check says the plain faults before the request. */
const USERNAME = /^(?=.*[A-Za-z0-9])[A-Za-z0-9_.-]*$/;

const usernameFault = (value: string): string | undefined => {
  const name = value.trim().normalize('NFKC');
  if (!USERNAME.test(name)) return words.entry.usernameWrong;
  return name.length < USERNAME_CHARS_MIN ? words.entry.usernameLength(USERNAME_CHARS_MIN) : undefined;
};

const passwordFault = (value: string): string | undefined => {
  const missing = PASSWORD_CHARS_MIN - [...value].length;
  return missing > 0 ? words.entry.passwordLength(PASSWORD_CHARS_MIN, missing) : undefined;
};

const Credentials = (props: {
  readonly way: Way;
  readonly username: string;
  readonly setUsername: (value: string) => void;
  readonly password: string;
  readonly setPassword: (value: string) => void;
  /** The invite field. Undefined where the server needs no invite or the link already holds one. */
  readonly invite: { readonly value: string; readonly change: (value: string) => void } | undefined;
  readonly refusal: HttpRefusal | null;
  readonly trouble: Trouble | undefined;
  readonly busy: boolean;
  readonly submit: () => void;
}) => {
  const [shown, setShown] = createSignal(false);
  const isNew = () => props.way !== 'log-in';
  const wrong = (field: string) =>
    props.refusal?.field === field ? problemText(props.refusal) || undefined : undefined;
  return (
    <Form submit={props.submit}>
      <TextField
        label={words.entry.username}
        value={props.username}
        change={props.setUsername}
        autocomplete="username"
        maxLength={USERNAME_CHARS_MAX}
        hint={isNew() ? words.entry.usernameHint(USERNAME_CHARS_MIN, USERNAME_CHARS_MAX) : undefined}
        check={isNew() ? usernameFault : undefined}
        error={wrong('username')}
        autofocus
      />
      <TextField
        label={words.entry.password}
        type={shown() ? 'text' : 'password'}
        value={props.password}
        change={props.setPassword}
        autocomplete={isNew() ? 'new-password' : 'current-password'}
        hint={isNew() ? words.entry.passwordHint(PASSWORD_CHARS_MIN) : undefined}
        check={isNew() ? passwordFault : undefined}
        error={wrong('password')}
      />
      <label class="check">
        <input type="checkbox" checked={shown()} onChange={(event) => setShown(event.currentTarget.checked)} />
        {words.entry.showPassword}
      </label>
      <Show when={props.invite}>
        {(invite) => (
          <TextField
            label={words.entry.invite}
            value={invite().value}
            change={invite().change}
            hint={words.entry.inviteHint}
            error={wrong('invite')}
          />
        )}
      </Show>
      <TroubleNote trouble={props.trouble} />
      <Button submit busy={props.busy}>
        {props.busy ? words.working : actionOf(props.way)}
      </Button>
    </Form>
  );
};

/** The screen to claim the server, register or log in. `App` accepts an invite link after the login. */
export const EntryScreen = (props: {
  readonly client: Client;
  readonly router: Router;
  /** Called when the user logs in in order to join with the open invite link. */
  readonly agree: (code: string) => void;
}) => {
  const { api } = props.client;
  const route = () => props.router.route();
  const invited = () => {
    const at = route();
    return at.kind === 'invite' ? at.code : null;
  };
  const invitation = askInvitation(api.previewInvite, invited);
  const preview = () => (invited() === null ? undefined : invitation.preview());
  /** True for an invite that lets nobody in before a lockdown ends. */
  const locked = () => preview()?.lockdown === true;
  const deadWhy = () => {
    const answer = invitation.answer();
    return invited() !== null && answer.kind === 'dead' ? problemText(answer.why) : undefined;
  };
  const secret = () => {
    const at = route();
    return at.kind === 'claim' ? at.secret : '';
  };
  const [server] = createResource(async () => {
    const answer = await api.server();
    return isLeft(answer) ? null : answer.right;
  });
  const [way, setWay] = createSignal<Way>('log-in');
  createEffect(on(route, (at) => setWay(at.kind === 'claim' ? 'claim' : at.kind === 'invite' ? 'register' : 'log-in')));
  const [username, setUsername] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [invite, setInvite] = createSignal('');

  /** The invite that a new account uses. An invite under a lockdown is kept for later, where an account needs none. */
  const inviteGiven = (): string | undefined => {
    if (needsInvite()) return inviteCodeIn(invite()) ?? undefined;
    return locked() ? undefined : (invited() ?? undefined);
  };
  const credentials = () => ({ username: username().trim(), password: password() });
  const enter = attempt(
    async () => {
      if (way() === 'claim') return api.claim(secret(), credentials());
      if (way() === 'register') {
        const made = await api.register(credentials(), inviteGiven());
        if (isLeft(made)) return made;
      }
      return api.logIn(credentials());
    },
    (tokens) => {
      if (way() === 'claim') props.router.go({ kind: 'home' }, 'replace');
      const code = invited();
      if (code !== null && deadWhy() === undefined && !locked()) props.agree(code);
      props.client.accept(tokens);
    },
  );
  const trouble = () => {
    const found = enter.trouble();
    if (found === null || (found.field !== null && FIELDS.has(found.field))) return undefined;
    // The account is not told apart from one that was there before. Only the login after it is refused.
    return way() === 'register' && found.status === 401
      ? { code: 'registered_no_login', detail: words.entry.registeredNoLogin }
      : found;
  };
  const needsInvite = () =>
    way() === 'register' && (invited() === null || deadWhy() !== undefined) && server()?.registration === 'invite';
  /** True while the invite of the link makes no account, because it lets nobody in. */
  const waits = () => way() === 'register' && locked() && server()?.registration === 'invite';
  const closed = () => way() === 'register' && server()?.registration === 'closed';
  const unclaimed = () => server()?.claimed === false;
  const title = () => {
    if (way() === 'claim') return server()?.claimed === true ? words.entry.claimedTitle : words.entry.claimTitle;
    if (deadWhy() !== undefined) return words.invitation.dead;
    if (invited() !== null) return words.entry.invitedTitle;
    if (unclaimed()) return words.entry.unclaimedTitle;
    return way() === 'register' ? words.entry.registerTitle : words.entry.welcomeBack;
  };
  const hint = () => {
    if (way() === 'claim') return server()?.claimed === true ? '' : words.entry.claimHint;
    const why = deadWhy();
    if (why !== undefined) return why;
    if (locked()) return waits() ? words.invitation.waits : words.invitation.joinLater;
    if (invited() !== null) return words.entry.invitedHint;
    if (unclaimed()) return words.entry.unclaimedHint;
    return way() === 'register' ? words.entry.registerHint : words.entry.welcomeBackHint;
  };

  return (
    <main class="entry">
      <section class="entry-card" aria-labelledby="entry-title">
        <div class="brand">
          <Logo />
          <span>{server()?.name ?? words.product}</span>
        </div>
        <h1 id="entry-title">{title()}</h1>
        <p class="entry-hint">{hint()}</p>
        <Show when={preview()}>{(open) => <InvitationCard preview={open()} />}</Show>
        <Show when={way() === 'log-in' && props.client.ended()} keyed>
          {(end) => (
            <p class="note" role="status">
              {end === 'revoked' ? words.entry.sessionRevoked : words.entry.sessionExpired}{' '}
              {end === 'expired' && drafts(props.client.platform.keepsakes).any() ? words.entry.draftsKept : ''}
            </p>
          )}
        </Show>
        <Switch>
          <Match when={way() === 'claim' && server()?.claimed === true}>
            <p class="note">{words.entry.claimTaken}</p>
            <Button press={() => props.router.go({ kind: 'home' }, 'replace')}>{words.entry.logIn}</Button>
          </Match>
          <Match when={way() === 'claim' && secret() === ''}>
            <p class="note">{words.entry.claimSpent}</p>
          </Match>
          <Match when={closed()}>
            <p class="note">{words.entry.closed}</p>
          </Match>
          <Match when={waits()}>
            <Button press={invitation.again} busy={invitation.answer().kind === 'waiting'}>
              {words.tryAgain}
            </Button>
          </Match>
          <Match when={true}>
            <Credentials
              way={way()}
              username={username()}
              setUsername={setUsername}
              password={password()}
              setPassword={setPassword}
              invite={needsInvite() ? { value: invite(), change: setInvite } : undefined}
              refusal={enter.trouble()}
              trouble={trouble()}
              busy={enter.busy()}
              submit={() => void enter.start()}
            />
          </Match>
        </Switch>
        <Show when={way() !== 'claim' && !unclaimed()}>
          <p class="entry-switch">
            {way() === 'register' ? words.entry.haveAccount : words.entry.needAccount}{' '}
            <button
              type="button"
              class="link"
              onClick={() => setWay((now) => (now === 'register' ? 'log-in' : 'register'))}
            >
              {way() === 'register' ? words.entry.logIn : words.entry.register}
            </button>
          </p>
        </Show>
      </section>
      <p class="entry-foot">{words.tagline}</p>
    </main>
  );
};
