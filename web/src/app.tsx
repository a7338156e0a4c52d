import { type ComponentProps, createEffect, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { EntryScreen } from '#web/account/entry-screen.tsx';
import { rightOrigin } from '#web/account/right-origin.ts';
import { ChatScreen } from '#web/chat-screen.tsx';
import type { Client } from '#web/client/client.ts';
import { membersWantedIn } from '#web/panes.ts';
import { KeepsakesContext } from '#web/platform/kept.ts';
import type { Router } from '#web/router.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import { isMac, ShortcutsContext, shortcutsIn } from '#web/shortcuts/shortcuts.ts';
import { announcer as newAnnouncer } from '#web/ui/announcer.ts';
import { Button } from '#web/ui/button.tsx';
import { catchFiles } from '#web/ui/dropped-files.ts';
import { Logo } from '#web/ui/icon.tsx';
import { LaterTooltips } from '#web/ui/later-tooltips.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { FloatsContext } from '#web/ui/open-floats.ts';
import { themeIn } from '#web/ui/theme.ts';
import { toasts as newToasts } from '#web/ui/toasts.tsx';
import { WaitingScreen } from '#web/waiting-screen.tsx';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const MINUTE_MS = 60_000;

const Splash = (props: { readonly text: string; readonly again?: () => void }) => (
  <main class="splash">
    <Logo />
    <p role="status">{props.text}</p>
    <Show when={props.again}>{(again) => <Button press={() => again()()}>{words.tryAgain}</Button>}</Show>
  </main>
);

const loadPages = () => withLaterWords(import('#web/account/later-pages.tsx'));
type Pages = Awaited<ReturnType<typeof loadPages>>;
const OtherAddress = (props: ComponentProps<Pages['WrongAddress']>) => (
  <Loaded load={loadPages}>{(pages) => <pages.WrongAddress {...props} />}</Loaded>
);
const UnknownAddress = (props: ComponentProps<Pages['UnknownPage']>) => (
  <Loaded load={loadPages}>{(pages) => <pages.UnknownPage {...props} />}</Loaded>
);
const Limited = (props: ComponentProps<Pages['LimitedSplash']>) => (
  <Loaded load={loadPages}>{(pages) => <pages.LimitedSplash {...props} />}</Loaded>
);
const loadInvitationScreen = () => withLaterWords(import('#web/account/invitation-screen.tsx'));

export const App = (props: { readonly client: Client; readonly router: Router }) => {
  const { client, router } = props;
  const { platform } = client;
  const toasts = newToasts(platform.later);
  const shortcuts = shortcutsIn(platform.keepsakes, isMac(navigator.platform));
  const theme = themeIn(platform.keepsakes);
  const announcer = newAnnouncer(platform.later);
  const [now, setNow] = createSignal(platform.now());
  const clock = setInterval(() => setNow(platform.now()), MINUTE_MS);
  onCleanup(() => clearInterval(clock));
  catchFiles(() => toasts.inform(words.filesNotHere));
  void client.begin();

  const right = rightOrigin(client);
  /** The invite that the user agreed to before the login. */
  const [agreed, setAgreed] = createSignal<string | null>(null);
  const [joining, setJoining] = createSignal<GuildId | null>(null);
  const invited = () => {
    const route = router.route();
    return route.kind === 'invite' ? route.code : undefined;
  };
  // The gateway tells of a joined guild a moment after the answer. Only then is it a place to go to.
  createEffect(() => {
    const guildId = joining();
    if (guildId === null || client.state().guilds[guildId] === undefined) return;
    setJoining(null);
    setAgreed(null);
    if (invited() !== undefined) router.go(routeTo(guildId, null), 'replace');
  });
  /** True while a session goes on at a place of the chat screen. Then its shape can stand in for it. */
  const awaited = () => client.mayHaveSession() && ['home', 'guild'].includes(router.route().kind);
  createEffect(() => {
    if (client.signIn() === 'signed-out') document.title = words.product;
  });

  return (
    <KeepsakesContext.Provider value={platform.keepsakes}>
      <ShortcutsContext.Provider value={shortcuts}>
        <FloatsContext.Provider value={router.openFloat}>
          <Switch
            fallback={
              awaited() ? (
                <WaitingScreen membersWanted={membersWantedIn(platform.keepsakes)} />
              ) : (
                <Splash text={words.entry.connecting} />
              )
            }
          >
            <Match when={right()}>
              {(there) => <OtherAddress here={platform.origin} there={there()} path={pathOf(router.route())} />}
            </Match>
            <Match when={client.signIn() === 'unreachable'}>
              <Splash text={words.entry.unreachable} again={() => void client.begin()} />
            </Match>
            <Match when={router.route().kind === 'unknown'}>
              <UnknownAddress toStart={() => router.go({ kind: 'home' })} />
            </Match>
            <Match when={client.signIn() === 'limited'}>
              <Limited client={client} />
            </Match>
            <Match when={client.signIn() === 'signed-out'}>
              <EntryScreen client={client} router={router} agree={setAgreed} />
            </Match>
            <Match when={client.signIn() === 'signed-in' && client.state().me !== null && invited()} keyed>
              {(code) => (
                <Loaded load={loadInvitationScreen} waiting={<Splash text={words.entry.connecting} />}>
                  {({ InvitationScreen }) => (
                    <InvitationScreen
                      client={client}
                      code={code}
                      agreed={agreed() === code}
                      joined={setJoining}
                      toStart={() => router.go({ kind: 'home' }, 'replace')}
                    />
                  )}
                </Loaded>
              )}
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
                  toast={toasts.show}
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
          <LaterTooltips />
          <div class="spoken" role="log" aria-live="polite">
            <Show when={announcer.spoken()} keyed>
              {({ text }) => <p>{text}</p>}
            </Show>
          </div>
        </FloatsContext.Provider>
      </ShortcutsContext.Provider>
    </KeepsakesContext.Provider>
  );
};
