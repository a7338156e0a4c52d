import { createSignal, onCleanup } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { Button } from '#web/ui/button.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

const SECOND_MS = 1_000;

/** The screen while the server asks to wait. It shows the reason and the time, and the way to log in again. */
export const LimitedSplash = (props: { readonly client: Client }) => {
  const { platform, limitedUntil, logInAgain } = props.client;
  const [now, setNow] = createSignal(platform.now());
  const clock = setInterval(() => setNow(platform.now()), SECOND_MS);
  onCleanup(() => clearInterval(clock));
  const seconds = () => Math.max(1, Math.ceil(((limitedUntil() ?? now()) - now()) / SECOND_MS));
  return (
    <main class="splash">
      <Logo />
      {/* Screen readers hear the text below once, and not the countdown every second. */}
      <p aria-hidden="true">{later.entry.limited(seconds())}</p>
      <p class="spoken" role="status">
        {later.entry.limitedSpoken}
      </p>
      <Button press={logInAgain}>{later.entry.logInAgain}</Button>
    </main>
  );
};
