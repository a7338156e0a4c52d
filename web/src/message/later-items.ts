/** The acts on a message that the first screen does not need: saving and forwarding it. */

import type { Message } from '#gateway/protocol/resources.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { shownWords } from '#web/message/shown-words.ts';
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

/** The act that forwards a message. A message whose words are gone cannot be forwarded. */
const forwardItem = (message: Message, { screen }: MessageHandlers): ReadonlyArray<MenuItem> => {
  if (shownWords(message) === null || message.forward?.said === null) return [];
  const { channel_id: channelId, message_id: messageId } = message;
  const choose = () => screen.show({ kind: 'forward', channelId, messageId });
  return [{ icon: 'send', name: later.forwards.forward, choose }];
};

export const laterItems = (message: Message, handlers: MessageHandlers): ReadonlyArray<MenuItem> => [
  ...forwardItem(message, handlers),
  saveItem(message, handlers),
];
