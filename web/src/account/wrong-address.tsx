import { Logo } from '#web/ui/icon.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The page of a server that was opened under another address than its own. */
export const WrongAddress = (props: { readonly here: string; readonly there: string; readonly path: string }) => (
  <main class="splash">
    <Logo />
    <h1>{later.address.title}</h1>
    <p role="alert">{later.address.hint(props.here, props.there)}</p>
    <a class="button" href={props.there + props.path}>
      {later.address.go(props.there)}
    </a>
    <p class="quiet-note">{later.address.operator}</p>
  </main>
);
