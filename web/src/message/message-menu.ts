/** Everything that a user can do to a message, once for its toolbar and its menus. */

import type { Message } from '#gateway/protocol/resources.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { words } from '#web/words/words.ts';

/** `inBar` marks the items that the toolbar shows too. `opens` names what an item opens beside it. */
export type MessageMenuItem = MenuItem & { readonly inBar?: true; readonly opens?: 'dialog' };

export const messageMenu = (
  message: Message,
  user: {
    readonly mine: boolean;
    readonly mayReact: boolean;
    readonly mayReply: boolean;
    readonly mayRemove: boolean;
    readonly mayPin: boolean;
    /** Begins to select messages. Only a moderator can. */
    readonly select: (() => void) | undefined;
    readonly handlers: MessageHandlers;
    readonly react: () => void;
    readonly openProfile: () => void;
    /** Acts that are loaded later. */
    readonly more: ReadonlyArray<MenuItem>;
  },
): ReadonlyArray<MessageMenuItem> => {
  const { handlers } = user;
  const items: MessageMenuItem[] = [];
  if (user.mayReact) {
    items.push({ icon: 'smile', name: words.message.react, inBar: true, opens: 'dialog', choose: user.react });
  }
  if (user.mayReply) {
    items.push({ icon: 'reply', name: words.message.reply, inBar: true, choose: () => handlers.reply(message) });
  }
  items.push(...user.more);
  if (message.content !== null) {
    if (user.mine) {
      const choose = () => handlers.startEdit(message);
      items.push({ icon: 'pencil', name: words.message.edit, inBar: true, choose });
    }
    items.push({ icon: 'copy', name: words.message.copyText, inBar: true, choose: () => handlers.copyText(message) });
  }
  if (user.mayPin) {
    const on = message.pinned === undefined;
    const name = on ? words.message.pin : words.message.unpin;
    items.push({ icon: 'pin', name, choose: () => handlers.pin(message, on) });
  }
  items.push({ icon: 'link', name: words.message.copyLink, choose: () => handlers.copyLink(message) });
  items.push({ icon: 'bell', name: words.unread.markFrom, choose: () => handlers.leaveUnread(message) });
  items.push({ icon: 'person', name: words.message.profile, choose: user.openProfile });
  items.push({ icon: 'copy', name: words.message.copyId, choose: () => handlers.copyId(message) });
  if (user.select !== undefined) {
    items.push({ icon: 'check', name: words.message.select, choose: user.select });
  }
  if (user.mayRemove) {
    items.push({
      icon: 'trash',
      name: words.message.remove,
      tone: 'danger',
      inBar: true,
      choose: (event) => handlers.remove(message, event?.shiftKey !== true),
    });
  }
  return items;
};
