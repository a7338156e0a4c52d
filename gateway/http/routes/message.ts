import { isLeft } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import type { MessageView } from '#domain/message/view.ts';
import { created, done, type Endpoint, ok, perUser, perUserAndChannel, within } from '#gateway/http/endpoint.ts';
import { command } from '#gateway/http/route-kinds.ts';
import { atMessage, channelOf, inChannel, messageOf } from '#gateway/http/routes/addresses.ts';
import { MESSAGE_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  deleteMessageRefusals,
  deleteMessagesRefusals,
  editMessageRefusals,
  presentEdit,
  presentForward,
  presentMessage,
  sendMessageRefusals,
} from '#gateway/present/message.ts';
import type { People } from '#gateway/present/people.ts';
import { givenAttachments } from '#gateway/protocol/given-attachments.ts';
import { BulkDeleteAnswer } from '#gateway/protocol/governance.ts';
import { BulkDeleteBody, EditMessageAnswer, EditMessageBody, SendMessageBody } from '#gateway/protocol/requests.ts';
import { Message, type User } from '#gateway/protocol/resources.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';

/**
 * Finds the author of a sent message. The name is null when it cannot be read, because the message stands in the log.
 */
export const authorFrom =
  (people: Pick<People, 'person'>) =>
  async (id: UserId): Promise<User> => {
    try {
      return await people.person(id);
    } catch {
      return { user_id: id, username: null, imported: false };
    }
  };

const bulkDeletion = (commands: Pick<Commands, 'deleteMessages'>): Endpoint =>
  command({
    name: 'deleteMessages',
    method: 'POST',
    path: '/channels/{channel_id}/messages/bulk-delete',
    slice,
    says: 'Deletes up to 100 messages as one act. Needs manage_messages, unless all are your own.',
    params: inChannel,
    limits: [perUser('changes_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, BulkDeleteBody),
    run: ({ attempt, params, body }) =>
      commands.deleteMessages({
        ...attempt,
        ...channelOf(params),
        messageIds: body.message_ids,
        reason: body.reason ?? null,
      }),
    refuse: deleteMessagesRefusals,
    answer: ok('The messages that were deleted. Others were not there.', BulkDeleteAnswer),
    present: ({ deleted }) => ({ deleted: deleted.length, deleted_ids: deleted }),
  });

export const messageRoutes = (deps: {
  readonly commands: Pick<Commands, 'sendMessage' | 'editMessage' | 'deleteMessage' | 'deleteMessages'>;
  readonly people: Pick<People, 'person'>;
  readonly queries: Pick<Queries, 'forwardNow'>;
}): ReadonlyArray<Endpoint> => {
  const authorOf = authorFrom(deps.people);
  /** Shows no words when they cannot be read, because the message stands in the log. */
  const forwardIn = async ({ forwarded }: MessageView): Promise<Pick<Message, 'forward'>> => {
    if (forwarded === null) return {};
    const view = await deps.queries.forwardNow(forwarded)();
    return { forward: presentForward(isLeft(view) ? { ...forwarded, said: null } : view.right) };
  };
  return [
    command({
      name: 'sendMessage',
      method: 'POST',
      path: '/channels/{channel_id}/messages',
      slice,
      says: 'Sends a message. Needs send_messages. With forward_of it shows another message, which you must see with its history.',
      params: inChannel,
      limits: [perUser('messages_per_user'), perUserAndChannel('messages_per_user_and_channel')],
      body: within(MESSAGE_BODY_BYTES_MAX, SendMessageBody),
      run: ({ attempt, params, body }) =>
        deps.commands.sendMessage({
          ...attempt,
          ...channelOf(params),
          content: body.content,
          replyTo: body.reply_to ?? null,
          mentionReplied: body.mention_replied,
          attachments: givenAttachments(body.attachments),
          forwardOf: body.forward_of && {
            channelId: body.forward_of.channel_id,
            messageId: body.forward_of.message_id,
          },
        }),
      refuse: sendMessageRefusals,
      answer: created('The message.', Message),
      present: async (view) => ({
        ...presentMessage(view, await authorOf(view.authorId)),
        ...(await forwardIn(view)),
      }),
    }),
    command({
      name: 'editMessage',
      method: 'PATCH',
      path: '/channels/{channel_id}/messages/{message_id}',
      slice,
      says: 'Edits a message of your own. With if_revision, only when the message still has that revision.',
      params: atMessage,
      limits: [perUser('message_changes_per_user')],
      body: within(MESSAGE_BODY_BYTES_MAX, EditMessageBody),
      run: ({ attempt, params, body }) =>
        deps.commands.editMessage({
          ...attempt,
          ...messageOf(params),
          content: body.content,
          ifRevision: body.if_revision,
        }),
      refuse: editMessageRefusals,
      answer: ok('The message after the edit.', EditMessageAnswer),
      present: presentEdit,
    }),
    command({
      name: 'deleteMessage',
      method: 'DELETE',
      path: '/channels/{channel_id}/messages/{message_id}',
      slice,
      says: 'Deletes a message of your own, or with manage_messages any message.',
      params: atMessage,
      limits: [perUser('message_changes_per_user')],
      takesReason: true,
      run: ({ attempt, params, reason }) => deps.commands.deleteMessage({ ...attempt, ...messageOf(params), reason }),
      refuse: deleteMessageRefusals,
      answer: done('Deleted.'),
    }),
    bulkDeletion(deps.commands),
  ];
};
