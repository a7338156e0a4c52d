/** Tells a moderator that a message of another user is deleted, with the way to take the deletion back. */

import type { GuildId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { deedsIn } from '#web/governance/deeds.ts';
import { governanceRequests } from '#web/governance/requests.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import type { ShowToast } from '#web/ui/toasts.tsx';

export const tellOfRemoval = (
  { client, toast }: { readonly client: Pick<Client, 'api' | 'state' | 'platform'>; readonly toast: ShowToast },
  removed: { readonly guildId: GuildId; readonly name: string; readonly key: string },
): void => {
  const requests = governanceRequests(client.api, removed.guildId);
  deedsIn({ client, requests, toast }).tell(govern.messages.removedOf(removed.name), removed.key);
};
