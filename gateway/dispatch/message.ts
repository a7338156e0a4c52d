import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, MessageId } from '#domain/kernel/ids.ts';
import { fileViews } from '#domain/message/attachments.ts';
import type { MessageEvent } from '#domain/message/events.ts';
import { mentionsIn } from '#domain/message/mentions.ts';
import { ofPerson, plain, type Tellings, toChannel } from '#gateway/dispatch/outgoing.ts';
import { presentFiles, presentMentions } from '#gateway/present/message.ts';

const readable = (text: Erasable<string>): string | null => (isErased(text) ? null : text);

type HomedMessage = { readonly messageId: MessageId; readonly channelId: ChannelId; readonly home: Home };
const addressOf = ({ messageId, channelId, home }: HomedMessage) => ({
  message_id: messageId,
  guild_id: guildOf(home),
  channel_id: channelId,
});

export const messageTellings: Tellings<MessageEvent['type']> = {
  'message.sent': ofPerson(
    ({ data }) => data.authorId,
    ({ event: { data }, revision }, author) => {
      const message = {
        ...addressOf(data),
        author_id: data.authorId,
        author,
        kind: data.kind,
        content: readable(data.content),
        created_at: data.sentAt,
        edited_at: null,
        reply_to: data.replyTo,
        reactions: [],
        revision,
        ...presentMentions(mentionsIn(data.mentions)),
        ...presentFiles(fileViews(data)),
      };
      return [toChannel(data.channelId, guildOf(data.home), { t: 'message_create', d: { message } })];
    },
  ),
  'message.edited': plain(({ event: { data }, revision }) => {
    const said = { content: readable(data.content), ...presentMentions(mentionsIn(data.mentions)) };
    const d = { ...addressOf(data), ...said, edited_at: data.editedAt, revision };
    return [toChannel(data.channelId, guildOf(data.home), { t: 'message_update', d })];
  }),
  'message.deleted': plain(({ event: { data }, revision }) => {
    return [
      toChannel(data.channelId, guildOf(data.home), { t: 'message_delete', d: { ...addressOf(data), revision } }),
    ];
  }),
  'message.restored': plain(({ event: { data }, revision }) => [
    toChannel(data.channelId, guildOf(data.home), { t: 'message_restore', d: { ...addressOf(data), revision } }),
  ]),
  'message.reaction-added': plain(({ event: { data }, revision }) => {
    const d = { ...addressOf(data), emoji: data.emoji, user_id: data.userId, revision };
    return [toChannel(data.channelId, guildOf(data.home), { t: 'message_reaction_add', d })];
  }),
  'message.reaction-removed': plain(({ event: { data }, revision }) => {
    const d = { ...addressOf(data), emoji: data.emoji, user_id: data.userId, revision };
    return [toChannel(data.channelId, guildOf(data.home), { t: 'message_reaction_remove', d })];
  }),
};
