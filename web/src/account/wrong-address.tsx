/** Notices a page that was opened under another address than the server's own, from which no connection is allowed. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { Logo } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

/** Answers the origin at which the page works, or null where it works here or the server did not say. */
export const rightOrigin = ({ api, platform }: Client): (() => string | null) => {
  const [origin] = createResource(async () => {
    const answer = await api.address();
    if (isLeft(answer) || answer.right.origins.includes(platform.origin)) return null;
    return answer.right.origins[0] ?? null;
  });
  return () => origin() ?? null;
};

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
