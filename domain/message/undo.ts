import { left, right } from 'fp-ts/lib/Either.js';
import { isErased } from '#domain/kernel/erasable.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { isInUndoTime, type StateFacet, type UndoneThing, type UndoRules } from '#domain/kernel/undo.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import { carried } from '#domain/message/mentions.ts';
import type { DeletedMessage, MessageState } from '#domain/message/state.ts';
import { type Authority, may } from '#domain/permission/authority.ts';

/** Circumstances of an undo: the actor's authority in the channel, the time, and how long a deletion can be undone. */
export type MessageUndo = { readonly authority: Authority; readonly at: Instant; readonly undoMs: number };

/** True for a deletion by the author, whose text is erased at once. */
export const isDeletedByAuthor = ({ by, authorId }: DeletedMessage): boolean => by === authorId;

/** True while the deletion by a moderator can be undone. */
export const isUndoable = (message: DeletedMessage, at: Instant, undoMs: number): boolean =>
  !isDeletedByAuthor(message) && isInUndoTime(message.deletedAt, at, undoMs);

const thingOf = (messageId: MessageId): UndoneThing => ({ what: 'message', id: messageId });
const notUndoable = (says: string) => (data: { readonly messageId: MessageId }) => ({
  notUndoable: says,
  thing: thingOf(data.messageId),
});

export const messageUndo = ({ authority, at, undoMs }: MessageUndo): UndoRules<MessageState, MessageEvent> => {
  const presence = ({ messageId }: { readonly messageId: MessageId }): StateFacet<MessageState, MessageEvent> => ({
    key: 'presence',
    thing: thingOf(messageId),
    read: () => (state) => state.kind,
    undo: (before, now) => {
      if (!may(authority, 'manage_messages')) return left({ kind: 'MissingPermission', permission: 'manage_messages' });
      if (now.kind === 'Present') {
        const { channelId, home, authorId } = now;
        const data = { messageId, channelId, home, by: authority.actor, deletedAt: at, authorId, reason: null };
        return right([{ type: 'message.deleted', data }]);
      }
      if (before.kind !== 'Present' || now.kind === 'Absent') return left({ kind: 'EntryUnknown' });
      if (isDeletedByAuthor(now)) return left({ kind: 'DeletedByAuthor' });
      if (!isUndoable(now, at, undoMs)) return left({ kind: 'UndoExpired' });
      const { channelId, home, authorId, content, sentAt, editedAt, mentions, files, shownFiles } = before;
      if (isErased(content)) return left({ kind: 'TextErased' });
      const said = { content, sentAt, editedAt, mentions: carried(mentions), files, shownFiles };
      const data = { messageId, channelId, home, authorId, ...said };
      return right([{ type: 'message.restored', data }]);
    },
  });
  return {
    'message.deleted': presence,
    'message.restored': presence,
    'message.sent': notUndoable('a message is deleted, by its author or a moderator'),
    'message.edited': notUndoable('the author of the message edits it again'),
    'message.reaction-added': notUndoable('the user removes the reaction'),
    'message.reaction-removed': notUndoable('the user reacts again'),
  };
};
