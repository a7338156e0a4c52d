import type { Commands } from '#commands/commands.ts';
import { ChannelId, GuildId, MessageId, type UserId } from '#domain/kernel/ids.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX } from '#domain/kernel/limits.ts';
import type { People } from '#gateway/dispatch/people.ts';
import { command, question } from '#gateway/http/answers.ts';
import { created, done, type Endpoint, ok, perUser, perUserAndChannel } from '#gateway/http/endpoint.ts';
import {
  deleteMessageRefusals,
  editMessageRefusals,
  presentEdit,
  presentMessage,
  presentMessageMade,
  reactRefusals,
  sendMessageRefusals,
  unreactRefusals,
} from '#gateway/http/present/message.ts';
import { EditMessageAnswer, EditMessageBody, SendMessageBody } from '#gateway/protocol/requests.ts';
import { Message, MessagePage, type User } from '#gateway/protocol/resources.ts';
import { id, integerText, text } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';
const inChannel = { guild_id: id(GuildId), channel_id: id(ChannelId) };
const place = { ...inChannel, message_id: id(MessageId) };
/** What an emoji is the domain says; this only bounds what is looked at. */
const emoji = text({ min: 1, max: 256 });

const channelOf = (params: { readonly guild_id: GuildId; readonly channel_id: ChannelId }) => ({
  guildId: params.guild_id,
  channelId: params.channel_id,
});
const messageOf = (params: Parameters<typeof channelOf>[0] & { readonly message_id: MessageId }) => ({
  ...channelOf(params),
  messageId: params.message_id,
});

export const messageRoutes = (deps: {
  readonly commands: Pick<Commands, 'sendMessage' | 'editMessage' | 'deleteMessage' | 'addReaction' | 'removeReaction'>;
  readonly queries: Pick<Queries, 'channelMessages' | 'message'>;
  readonly people: Pick<People, 'person'>;
}): ReadonlyArray<Endpoint> => {
  /** A message that stands in the log is answered as sent, even when nobody can say its author's name. */
  const authorOf = async (id: UserId): Promise<User> => {
    try {
      return await deps.people.person(id);
    } catch {
      return { user_id: id, username: null, imported: false };
    }
  };
  return [
    command({
      name: 'sendMessage',
      method: 'POST',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages',
      slice,
      says: 'Sends a message. Needs send_messages.',
      params: inChannel,
      limits: [perUserAndChannel('messages_per_user_and_channel')],
      body: SendMessageBody,
      run: ({ attempt, params, body }) =>
        deps.commands.sendMessage({
          ...attempt,
          ...channelOf(params),
          content: body.content,
          replyTo: body.reply_to ?? null,
        }),
      refuse: sendMessageRefusals,
      answer: created('The message.', Message),
      present: async (made, { body }) => presentMessageMade(made, await authorOf(made.authorId), body.reply_to ?? null),
    }),
    question({
      name: 'listMessages',
      method: 'GET',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages',
      slice,
      says: 'Messages of a channel, newest first, a page at a time. Needs read_message_history.',
      params: inChannel,
      query: { limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }), before: id(MessageId) },
      ask: ({ params, query, ...asked }) =>
        deps.queries.channelMessages({
          ...asked,
          ...channelOf(params),
          limit: query.limit ?? HISTORY_PAGE_DEFAULT,
          before: query.before,
        }),
      answer: ok('A page of messages, and what to ask for the next one.', MessagePage),
      present: ({ messages, nextBefore }) => ({ messages: messages.map(presentMessage), next_before: nextBefore }),
    }),
    question({
      name: 'readMessage',
      method: 'GET',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}',
      slice,
      says: 'One message. Needs read_message_history.',
      params: place,
      ask: ({ params, ...asked }) => deps.queries.message({ ...asked, ...messageOf(params) }),
      answer: ok('The message.', Message),
      present: presentMessage,
    }),
    command({
      name: 'editMessage',
      method: 'PATCH',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}',
      slice,
      says: 'Edits a message of your own. With if_revision only when it has not changed since.',
      params: place,
      limits: [perUser('message_changes_per_user')],
      body: EditMessageBody,
      run: ({ attempt, params, body }) =>
        deps.commands.editMessage({
          ...attempt,
          ...messageOf(params),
          content: body.content,
          ifRevision: body.if_revision,
        }),
      refuse: editMessageRefusals,
      answer: ok('What the message says now.', EditMessageAnswer),
      present: presentEdit,
    }),
    command({
      name: 'deleteMessage',
      method: 'DELETE',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}',
      slice,
      says: 'Deletes a message of your own, or with manage_messages anybody’s.',
      params: place,
      limits: [perUser('message_changes_per_user')],
      run: ({ attempt, params }) => deps.commands.deleteMessage({ ...attempt, ...messageOf(params) }),
      refuse: deleteMessageRefusals,
      answer: done('Deleted.'),
    }),
    command({
      name: 'addReaction',
      method: 'PUT',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/me',
      slice,
      says: 'Reacts to a message. Doing it again is no error. Needs add_reactions.',
      params: { ...place, emoji },
      limits: [perUser('message_changes_per_user')],
      run: ({ attempt, params }) =>
        deps.commands.addReaction({ ...attempt, ...messageOf(params), emoji: params.emoji }),
      refuse: reactRefusals,
      answer: done('The reaction stands.'),
    }),
    command({
      name: 'removeReaction',
      method: 'DELETE',
      path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/me',
      slice,
      says: 'Takes a reaction of your own back. Doing it again is no error.',
      params: { ...place, emoji },
      limits: [perUser('message_changes_per_user')],
      run: ({ attempt, params }) =>
        deps.commands.removeReaction({ ...attempt, ...messageOf(params), emoji: params.emoji }),
      refuse: unreactRefusals,
      answer: done('The reaction is gone.'),
    }),
  ];
};
