/** Saves a message, or takes it away. A refusal is told, with the way to try again. */

import { isRight } from 'fp-ts/lib/Either.js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';
import { passes } from '#web/client/pauses.ts';
import { savedMessages } from '#web/saved/saved-messages.ts';
import type { FailureToast, NewsToast } from '#web/ui/toasts.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export type SavingScreen = { readonly complain: FailureToast; readonly inform: NewsToast };

/** Answers a function that saves a message or takes it away. It answers whether that worked. */
export const savingIn = (client: Client, { complain, inform }: SavingScreen) => {
  const set = async (id: MessageId, on: boolean): Promise<boolean> => {
    const answer = await savedMessages(client).set(id, on);
    if (isRight(answer)) {
      inform(
        on ? later.saved.done : later.saved.removed,
        on ? undefined : { name: words.undo, run: () => void set(id, true) },
      );
      return true;
    }
    const again = passes(answer.left) ? () => void set(id, on) : undefined;
    complain((on ? later.saved.notSaved : later.saved.notRemoved)(await problemSaid(answer.left)), again);
    return false;
  };
  return set;
};
