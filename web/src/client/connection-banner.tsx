import { createEffect, createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import { CLOSE } from '#gateway/protocol/close-codes.ts';
import type { Client } from '#web/client/client.ts';
import type { Trouble } from '#web/store/state.ts';
import { Icon } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** Answers why the server closed the connection. The text of an unknown close code is its number. */
const troubleOf = (code: number): Trouble => ({
  code: Object.values(CLOSE).find((close) => close.code === code)?.reason ?? String(code),
  detail: `(${code})`,
});

/** The banner that shows while the screen may be out of date, except offline (see `later-connection-banner.tsx`). */
export const ConnectionBanner = (props: { readonly client: Client }) => {
  const { phase, platform, reconnect, logInAgain } = props.client;
  const [now, setNow] = createSignal(platform.now());
  createEffect(() => {
    if (phase().kind !== 'waiting') return;
    setNow(platform.now());
    const timer = setInterval(() => setNow(platform.now()), 250);
    onCleanup(() => clearInterval(timer));
  });
  const waiting = () => {
    const at = phase();
    return at.kind === 'waiting' ? Math.max(1, Math.ceil((at.until - now()) / 1_000)) : undefined;
  };
  const limited = () => {
    const at = phase();
    return at.kind === 'waiting' && at.limited === true;
  };
  const stopped = () => {
    const at = phase();
    return at.kind === 'stopped' ? troubleOf(at.code) : undefined;
  };
  const outdated = () => {
    const at = phase();
    return at.kind === 'stopped' && at.code === CLOSE.malformedFrame.code;
  };
  const trying = () => ['connecting', 'identifying', 'renewing'].includes(phase().kind);
  const Now = () => (
    <button type="button" class="link" onClick={() => reconnect()}>
      {words.connection.now}
    </button>
  );
  return (
    <Switch>
      <Match when={waiting()}>
        {(seconds) => (
          <div class="banner">
            <Icon name="alert" />
            {/* Screen readers hear the text below once, and not the countdown every second. */}
            <span aria-hidden="true">
              {limited() ? later.connection.limited(seconds()) : later.connection.waiting(seconds())}
            </span>
            <span class="spoken" role="status">
              {limited() ? later.entry.limitedSpoken : later.connection.connecting}
            </span>
            <Show when={limited()} fallback={<Now />}>
              <button type="button" class="link" onClick={() => logInAgain()}>
                {later.entry.logInAgain}
              </button>
            </Show>
          </div>
        )}
      </Match>
      <Match when={stopped()}>
        {(why) => (
          <div class="banner severe" role="alert">
            <Icon name="alert" />
            <Show when={!outdated()} fallback={later.connection.outdated}>
              {later.connection.stopped(problemText(why()))}
              <Now />
            </Show>
          </div>
        )}
      </Match>
      <Match when={trying()}>
        <div class="banner calm" role="status">
          {later.connection.connecting}
        </div>
      </Match>
    </Switch>
  );
};
