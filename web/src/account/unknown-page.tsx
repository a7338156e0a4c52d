import { Button } from '#web/ui/button.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/** The page of an address that names no place. */
export const UnknownPage = (props: { readonly toStart: () => void }) => (
  <main class="splash">
    <Logo />
    <h1>{words.entry.unknownTitle}</h1>
    <p>{words.entry.unknownHint}</p>
    <Button press={() => props.toStart()} autofocus>
      {words.entry.toStart}
    </Button>
  </main>
);
