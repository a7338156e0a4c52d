/** The actions of a user on one message. Edits and reactions go to the outbox, so they outlive a bad line. */

import type { MessageRef } from '#domain/kernel/address.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import type { Edits } from '#web/message/edits.ts';
import { pinningIn } from '#web/message/pinning.ts';
import { removalIn } from '#web/message/removal.ts';
import type { ReplyDrafts } from '#web/message/replying.ts';
import type { Selection } from '#web/message/selecting.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import { pendingEdit, reactionsWith } from '#web/store/changes.ts';
import type { PendingChange } from '#web/store/state.ts';
import { onlyChanges } from '#web/ui/only-changes.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import { tellingRefusal } from '#web/unread/mark-as-read.ts';
import { words } from '#web/words/words.ts';

export type MessageHandlers = {
  readonly client: Client;
  /** The parts of the screen that an act needs which is loaded later. */
  readonly screen: {
    readonly complain: FailureToast;
    readonly inform: NewsToast;
    readonly show: (dialog: DialogRoute) => void;
  };
  readonly edits: Edits;
  readonly selecting: Selection;
  readonly replying: ReplyDrafts;
  readonly reply: (message: Message) => void;
  /** Brings a message of the open channel into view. */
  readonly jump: (at: MessageRef) => void;
  /** Marks the messages from this one on as unread. */
  readonly leaveUnread: (message: Message) => void;
  readonly startEdit: (message: Message) => void;
  readonly cancelEdit: (message: Message) => void;
  readonly saveEdit: (message: Message, text: string) => void;
  /** Shows the texts that a message had. */
  readonly showVersions: (message: Message) => void;
  readonly remove: (message: Message, ask: boolean) => void;
  readonly pin: (message: Message, on: boolean) => void;
  readonly beginThread: (message: Message) => void;
  readonly toggleReaction: (message: Message, emoji: string) => void;
  readonly copyText: (message: Message) => void;
  readonly copyId: (message: Message) => void;
  readonly copyLink: (message: Message) => void;
  /** The edits and reactions of the user on a message that are not confirmed. */
  readonly changesOf: (message: Message) => ReadonlyArray<PendingChange>;
  readonly changeAgain: (key: string) => void;
  readonly discardChange: (key: string) => void;
};

const at = (message: Message): MessageRef => ({ channelId: message.channel_id, messageId: message.message_id });

export const messageActions = (
  client: Client,
  screen: {
    readonly edits: Edits;
    readonly selecting: Selection;
    readonly replying: ReplyDrafts;
    readonly jump: (at: MessageRef) => void;
    readonly leaveUnread: (id: MessageId) => void;
    readonly focusComposer: () => void;
    readonly show: (dialog: DialogRoute) => void;
    readonly complain: FailureToast;
    readonly inform: NewsToast;
    readonly toast: ShowToast;
    readonly copy: (text: string) => void;
  },
): MessageHandlers => {
  const { platform, state, change, changeAgain, discardChange } = client;
  const { edits, selecting, replying, jump } = screen;
  const changes = onlyChanges(() => state().changes);
  const stopEditing = (): void => {
    edits.leave();
    screen.focusComposer();
  };
  const shownText = (message: Message): string | null =>
    pendingEdit(state().changes, message.message_id)?.change.content ?? message.content;
  const reacted = (message: Message, emoji: string): boolean =>
    reactionsWith(message, state().changes).some((reaction) => reaction.emoji === emoji && reaction.me);
  const ask = (message: Message): void => screen.show({ kind: 'delete-message', ...at(message) });
  const remove = removalIn(client, screen);
  const pin = pinningIn(client, screen.complain);
  return {
    client,
    screen,
    edits,
    selecting,
    replying,
    jump,
    reply: (message) => {
      replying.begin(at(message));
      screen.focusComposer();
    },
    leaveUnread: (message) => {
      screen.leaveUnread(message.message_id);
      void tellingRefusal(screen.complain, () => client.markUnreadFrom(at(message)));
    },
    // An edit begins with the text that the user sees, also when the server has not confirmed it.
    startEdit: (message) => {
      const shown = shownText(message);
      if (shown !== message.content && shown !== null) edits.begin(message, shown);
      edits.start(message.message_id);
    },
    cancelEdit: (message) => {
      edits.forget(message);
      stopEditing();
    },
    saveEdit: (message, text) => {
      stopEditing();
      edits.forget(message);
      if (text === '') ask(message);
      else if (text !== shownText(message)) change(at(message), { kind: 'edit', content: text });
    },
    showVersions: (message) => screen.show({ kind: 'versions', ...at(message) }),
    remove: (message, asks) => {
      if (asks) ask(message);
      else void remove(message);
    },
    pin: (message, on) => void pin(message, on),
    beginThread: (message) => screen.show({ kind: 'thread-about', ...at(message) }),
    toggleReaction: (message, emoji) => {
      const on = !reacted(message, emoji);
      change(at(message), { kind: 'reaction', emoji, on });
      if (on) return;
      const undo = (): void => change(at(message), { kind: 'reaction', emoji, on: true });
      screen.inform(words.message.unreacted(emoji), { name: words.undo, run: undo });
    },
    copyText: (message) => screen.copy(shownText(message) ?? ''),
    copyId: (message) => screen.copy(message.message_id),
    copyLink: ({ guild_id: guildId, channel_id: channelId, message_id: messageId }) => {
      if (guildId !== null) screen.copy(platform.origin + pathOf(routeTo(guildId, channelId, messageId)));
    },
    changesOf: (message) => changes().filter(({ messageId }) => messageId === message.message_id),
    changeAgain,
    discardChange,
  };
};
