import { isLeft } from 'fp-ts/lib/Either.js';
import { createEffect, createSignal, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { EntryScreen } from '#web/account/entry-screen.tsx';
import { ChatScreen } from '#web/chat-screen.tsx';
import type { Client } from '#web/client/client.ts';
import type { Router } from '#web/routes.ts';
import { announcer as newAnnouncer } from '#web/ui/announcer.ts';
import { Button } from '#web/ui/button.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { themeIn } from '#web/ui/theme.ts';
import { toasts as newToasts } from '#web/ui/toasts.tsx';
import { Tooltips } from '#web/ui/tooltips.tsx';
import { words } from '#web/words.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const Splash = (props: { readonly text: string; readonly again?: () => void }) => (
  <main class="splash">
    <Logo />
    <p role="status">{props.text}</p>
    <Show when={props.again}>{(again) => <Button press={() => again()()}>{words.tryAgain}</Button>}</Show>
  </main>
);

/** The screen while the server asks to wait. It shows the reason and the time, and the way to log in again. */
const LimitedSplash = (props: { readonly client: Client }) => {
  const { platform, limitedUntil, logInAgain } = props.client;
  const [now, setNow] = createSignal(platform.now());
  const clock = setInterval(() => setNow(platform.now()), SECOND_MS);
  onCleanup(() => clearInterval(clock));
  const seconds = () => Math.max(1, Math.ceil(((limitedUntil() ?? now()) - now()) / SECOND_MS));
  return (
    <main class="splash">
      <Logo />
      {/* Screen readers hear the text below once, and not the countdown every second. */}
      <p aria-hidden="true">{words.entry.limited(seconds())}</p>
      <p class="spoken" role="status">
        {words.entry.limitedSpoken}
      </p>
      <Button press={logInAgain}>{words.entry.logInAgain}</Button>
    </main>
  );
};

export const App = (props: { readonly client: Client; readonly router: Router }) => {
  const { client, router } = props;
  const { platform } = client;
  const toasts = newToasts(platform.later);
  const theme = themeIn(platform.keepsakes);
  const announcer = newAnnouncer(platform.later);
  const [now, setNow] = createSignal(platform.now());
  const clock = setInterval(() => setNow(platform.now()), MINUTE_MS);
  onCleanup(() => clearInterval(clock));
  void client.begin();

  /** Accepts the invite of the open link as soon as the user is logged in. */
  createEffect(
    on([client.signIn, router.route], async ([signIn, route]) => {
      if (signIn !== 'signed-in' || route.kind !== 'invite') return;
      const answer = await client.api.acceptInvite(route.code);
      if (isLeft(answer)) {
        toasts.complain(answer.left.detail);
        router.go({ kind: 'home' }, 'replace');
      } else {
        router.go({ kind: 'guild', guildId: answer.right.guild_id, channelId: null }, 'replace');
      }
    }),
  );
  createEffect(() => {
    if (client.signIn() === 'signed-out') document.title = words.product;
  });

  return (
    <>
      <Switch fallback={<Splash text={words.entry.connecting} />}>
        <Match when={client.signIn() === 'unreachable'}>
          <Splash text={words.entry.unreachable} again={() => void client.begin()} />
        </Match>
        <Match when={client.signIn() === 'limited'}>
          <LimitedSplash client={client} />
        </Match>
        <Match when={client.signIn() === 'signed-out'}>
          <EntryScreen client={client} router={router} />
        </Match>
        <Match when={client.signIn() === 'signed-in' && router.route().kind === 'invite'}>
          <Splash text={words.entry.accepting} />
        </Match>
        <Match when={client.signIn() === 'signed-in' && client.state().me}>
          {(me) => (
            <ChatScreen
              client={client}
              router={router}
              me={me()}
              announcer={announcer}
              complain={toasts.complain}
              inform={toasts.inform}
              theme={theme}
              now={now}
            />
          )}
        </Match>
        <Match when={client.phase().kind === 'waiting' || client.phase().kind === 'offline'}>
          <Splash text={words.entry.unreachable} again={client.reconnect} />
        </Match>
      </Switch>
      <toasts.View />
      <Tooltips />
      <div class="spoken" role="log" aria-live="polite">
        <Show when={announcer.spoken()} keyed>
          {({ text }) => <p>{text}</p>}
        </Show>
      </div>
    </>
  );
};
