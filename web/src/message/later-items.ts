/** The acts on a message that the first screen does not need: saving and forwarding it. */

import type { Message } from '#gateway/protocol/resources.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { savedMessages } from '#web/saved/saved-messages.ts';
import { savingIn } from '#web/saved/saving.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The act on a message that saves it. Its name is read when it is drawn, so that a row asks nothing before its menu opens. */
const saveItem = ({ message_id: id }: Message, { client, screen }: MessageHandlers): MenuItem => {
  const saved = savedMessages(client);
  return {
    icon: 'bookmark',
    get name() {
      return saved.has(id) ? later.saved.remove : later.saved.save;
    },
    choose: () => void savingIn(client, screen)(id, !saved.has(id)),
  };
};

export const laterItems = (message: Message, handlers: MessageHandlers): ReadonlyArray<MenuItem> => [
  saveItem(message, handlers),
];
