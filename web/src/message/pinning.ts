/** Pins a message, or takes its pin away. */

import { isRight } from 'fp-ts/lib/Either.js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { passes } from '#web/client/pauses.ts';
import type { FailureToast } from '#web/ui/toasts.tsx';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export const pinningIn =
  (client: Client, complain: FailureToast) =>
  async (message: Message, on: boolean): Promise<void> => {
    const at = { channelId: message.channel_id, messageId: message.message_id };
    const key = client.api.newKey();
    const change = async (): Promise<void> => {
      const answer = await client.api.pin(at, on, key);
      if (isRight(answer)) return;
      const again = passes(answer.left) ? () => void change() : undefined;
      complain(words.message.notPinned(await problemSaid(answer.left)), again);
    };
    return change();
  };
