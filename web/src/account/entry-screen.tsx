import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createResource, createSignal, Match, on, Show, Switch } from 'solid-js';
import { PASSWORD_CHARS_MIN, USERNAME_CHARS_MAX } from '#domain/kernel/limits.ts';
import { inviteCodeIn, type Router } from '#web/routes.ts';
import type { Client } from '#web/session/client.ts';
import { Button } from '#web/ui/button.tsx';
import { attempt, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { words } from '#web/words.ts';

type Way = 'log-in' | 'register' | 'claim';

/** Claim, register or log in. An invite link leads here first, and is accepted once somebody is logged in. */
export const EntryScreen = (props: { readonly client: Client; readonly router: Router }) => {
  const { api } = props.client;
  const route = () => props.router.route();
  const invited = () => {
    const at = route();
    return at.kind === 'invite' ? at.code : null;
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
  const [shown, setShown] = createSignal(false);
  const [invite, setInvite] = createSignal('');

  const who = () => ({ username: username().trim(), password: password() });
  const enter = attempt(
    async () => {
      if (way() === 'claim') return api.claim(secret(), who());
      if (way() === 'register') {
        const made = await api.register(who(), invited() ?? inviteCodeIn(invite()) ?? undefined);
        if (isLeft(made)) return made;
      }
      return api.logIn(who());
    },
    (tokens) => {
      if (way() === 'claim') props.router.go({ kind: 'home' }, 'replace');
      props.client.accept(tokens);
    },
  );
  const trouble = () => {
    const found = enter.trouble();
    if (found === null) return undefined;
    return way() === 'register' && found.status === 401 ? words.entry.registeredNoLogin : found.detail;
  };
  const needsInvite = () => way() === 'register' && invited() === null && server()?.registration === 'invite';
  const closed = () => way() === 'register' && server()?.registration === 'closed';
  const title = () => {
    if (way() === 'claim') return words.entry.claimTitle;
    if (invited() !== null) return words.entry.invitedTitle;
    return way() === 'register' ? words.entry.registerTitle : words.entry.welcomeBack;
  };
  const hint = () => {
    if (way() === 'claim') return words.entry.claimHint;
    if (invited() !== null) return words.entry.invitedHint;
    return way() === 'register' ? words.entry.registerHint : words.entry.welcomeBackHint;
  };
  const action = () =>
    way() === 'claim' ? words.entry.claim : way() === 'register' ? words.entry.register : words.entry.logIn;

  return (
    <main class="entry">
      <section class="entry-card" aria-labelledby="entry-title">
        <div class="brand">
          <Logo />
          <span>{server()?.name ?? words.product}</span>
        </div>
        <h1 id="entry-title">{title()}</h1>
        <p class="entry-hint">{hint()}</p>
        <Show when={server()?.claimed === false && way() !== 'claim'}>
          <p class="note">{words.entry.unclaimed}</p>
        </Show>
        <Switch>
          <Match when={way() === 'claim' && secret() === ''}>
            <p class="note">{words.entry.claimSpent}</p>
          </Match>
          <Match when={closed()}>
            <p class="note">{words.entry.closed}</p>
          </Match>
          <Match when={true}>
            <Form submit={() => void enter.start()}>
              <TextField
                label={words.entry.username}
                value={username()}
                change={setUsername}
                autocomplete="username"
                maxLength={USERNAME_CHARS_MAX}
                error={enter.trouble()?.field === 'username' ? enter.trouble()?.detail : undefined}
                autofocus
              />
              <TextField
                label={words.entry.password}
                type={shown() ? 'text' : 'password'}
                value={password()}
                change={setPassword}
                autocomplete={way() === 'log-in' ? 'current-password' : 'new-password'}
                hint={way() === 'log-in' ? undefined : words.entry.passwordHint(PASSWORD_CHARS_MIN)}
                error={enter.trouble()?.field === 'password' ? enter.trouble()?.detail : undefined}
              />
              <label class="check">
                <input type="checkbox" checked={shown()} onChange={(event) => setShown(event.currentTarget.checked)} />
                {words.entry.showPassword}
              </label>
              <Show when={needsInvite()}>
                <TextField
                  label={words.entry.invite}
                  value={invite()}
                  change={setInvite}
                  hint={words.entry.inviteHint}
                  error={enter.trouble()?.field === 'invite' ? enter.trouble()?.detail : undefined}
                />
              </Show>
              <TroubleNote text={trouble()} />
              <Button submit busy={enter.busy()}>
                {enter.busy() ? words.working : action()}
              </Button>
            </Form>
          </Match>
        </Switch>
        <Show when={way() !== 'claim'}>
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
