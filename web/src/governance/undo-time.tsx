/** Says for how many days a removal can be taken back. The operator of the server sets the number. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource } from 'solid-js';
import type { Client } from '#web/client/client.ts';
import { govern } from '#web/governance/words/govern-words.ts';

export const UndoTime = (props: { readonly client: Pick<Client, 'api'> }) => {
  const [days] = createResource(async () => {
    const server = await props.client.api.server();
    // A server from before says no number.
    return isLeft(server) ? null : (server.right.undo_days ?? null);
  });
  return <p class="lead">{govern.undoTime(days.loading ? null : (days() ?? null))}</p>;
};
