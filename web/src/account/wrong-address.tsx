import { Logo } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/** The page of a server that was opened under another address than its own. */
export const WrongAddress = (props: { readonly here: string; readonly there: string; readonly path: string }) => (
  <main class="splash">
    <Logo />
    <h1>{words.address.title}</h1>
    <p role="alert">{words.address.hint(props.here, props.there)}</p>
    <a class="button" href={props.there + props.path}>
      {words.address.go(props.there)}
    </a>
    <p class="quiet-note">{words.address.operator}</p>
  </main>
);
