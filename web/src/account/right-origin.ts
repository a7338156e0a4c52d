/** Notices a page that was opened under another address than the server's own, from which no connection is allowed. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource } from 'solid-js';
import type { Client } from '#web/client/client.ts';

/** Answers the origin at which the page works, or null where it works here or the server did not say. */
export const rightOrigin = ({ api, platform }: Client): (() => string | null) => {
  const [origin] = createResource(async () => {
    const answer = await api.address();
    if (isLeft(answer) || answer.right.origins.includes(platform.origin)) return null;
    return answer.right.origins[0] ?? null;
  });
  return () => origin() ?? null;
};
