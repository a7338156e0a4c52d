/** Deletes a message. A moderator who deletes the message of another user can take that back. */

import { isRight } from 'fp-ts/lib/Either.js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { passes } from '#web/client/pauses.ts';
import { loadGoverning } from '#web/governance/governing.ts';
import type { FailureToast, ShowToast } from '#web/ui/toasts.tsx';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export const removalIn =
  (client: Client, screen: { readonly complain: FailureToast; readonly toast: ShowToast }) =>
  (
    { channel_id: channelId, message_id: messageId, guild_id: guildId, author_id, author }: Message,
    reason = '',
  ): Promise<void> => {
    // A second try has the same key, so the undo takes back whichever try came through.
    const key = client.api.newKey();
    const remove = async (): Promise<void> => {
      const answer = await client.api.deleteMessage({ channelId, messageId }, reason, key);
      if (isRight(answer)) {
        if (guildId === null || author_id === client.state().me?.user_id) return;
        const { tellOfRemoval } = await loadGoverning();
        tellOfRemoval({ client, toast: screen.toast }, { guildId, name: author.username ?? words.erasedPerson, key });
        return;
      }
      const again = passes(answer.left) ? () => void remove() : undefined;
      screen.complain(words.message.notRemoved(await problemSaid(answer.left)), again);
    };
    return remove();
  };
