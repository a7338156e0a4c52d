import { Button } from '#web/ui/button.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The page of an address that names no place. */
export const UnknownPage = (props: { readonly toStart: () => void }) => (
  <main class="splash">
    <Logo />
    <h1>{later.entry.unknownTitle}</h1>
    <p>{later.entry.unknownHint}</p>
    <Button press={() => props.toStart()} autofocus>
      {later.entry.toStart}
    </Button>
  </main>
);
