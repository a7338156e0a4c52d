import { isErased } from '#domain/kernel/erasable.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { type TableProjector, tableModel } from '#projections/engine/projector.ts';
import { MESSAGE_TIMELINE, type MessageRow } from '#projections/message-timeline/model.ts';
import { statements } from '#projections/message-timeline/statements.ts';
import { indexes, tables } from '#projections/message-timeline/tables.ts';

type Change = { readonly messageId: MessageId; readonly position: Position; readonly revision: number };

export type TimelineOp =
  | { readonly op: 'add'; readonly row: MessageRow }
  | (Change & { readonly op: 'edit'; readonly content: string | null; readonly editedAt: Instant })
  | (Change & { readonly op: 'delete' })
  | (Change & { readonly op: 'react'; readonly emoji: string; readonly userId: UserId; readonly on: boolean })
  | { readonly op: 'clear-channel'; readonly channelId: ChannelId; readonly position: Position }
  | { readonly op: 'clear-guild'; readonly guildId: GuildId; readonly position: Position }
  | { readonly op: 'hide'; readonly messageId: string; readonly position: Position };

const change = (event: {
  readonly position: Position;
  readonly revision: number;
  readonly event: { readonly data: { readonly messageId: MessageId } };
}): Change => ({ messageId: event.event.data.messageId, position: event.position, revision: event.revision });

/** What comes before a message's id in the name of its stream. */
const MESSAGE_STREAM = 'message-';

const projector: TableProjector<TimelineOp> = {
  name: MESSAGE_TIMELINE,
  version: 1,
  tables,
  indexes,
  on: {
    'message.sent': ({ event: { data }, position, revision }) => [
      {
        op: 'add',
        row: {
          message_id: data.messageId,
          channel_id: data.channelId,
          guild_id: data.home.kind === 'guild' ? data.home.guildId : null,
          author_id: data.authorId,
          kind: data.kind,
          content: isErased(data.content) ? null : data.content,
          sent_position: position,
          changed_position: position,
          revision,
          sent_at: data.sentAt,
          edited_at: null,
          reply_to: data.replyTo,
          deleted: false,
        },
      },
    ],
    'message.edited': (event) => {
      const { content, editedAt } = event.event.data;
      return [{ op: 'edit', ...change(event), content: isErased(content) ? null : content, editedAt }];
    },
    'message.deleted': (event) => [{ op: 'delete', ...change(event) }],
    'message.reaction-added': (event) => {
      const { emoji, userId } = event.event.data;
      return [{ op: 'react', ...change(event), emoji, userId, on: true }];
    },
    'message.reaction-removed': (event) => {
      const { emoji, userId } = event.event.data;
      return [{ op: 'react', ...change(event), emoji, userId, on: false }];
    },
    'channel.deleted': ({ event, position }) => [{ op: 'clear-channel', channelId: event.data.channelId, position }],
    'guild.deleted': ({ event, position }) => [{ op: 'clear-guild', guildId: event.data.guildId, position }],

    'channel.created': 'ignored',
    'channel.renamed': 'ignored',
    'guild.created': 'ignored',
    'guild.renamed': 'ignored',
    'guild.channel-listed': 'ignored',
    'guild.channel-unlisted': 'ignored',
    'guild.member-joined': 'ignored',
    'guild.member-left': 'ignored',
    'guild.member-kicked': 'ignored',
    'invite.created': 'ignored',
    'invite.accepted': 'ignored',
    'account.registered': 'ignored',
    'account.imported': 'ignored',
    'account.username-claimed': 'ignored',
    'account.username-released': 'ignored',
    'account.server-ownership-claimed': 'ignored',
    'account.guild-acquired': 'ignored',
    'account.guild-relinquished': 'ignored',
    'session.started': 'ignored',
    'session.refreshed': 'ignored',
    'session.revoked': 'ignored',
  },
  parked: ({ stream, position }) =>
    stream.startsWith(MESSAGE_STREAM) ? [{ op: 'hide', messageId: stream.slice(MESSAGE_STREAM.length), position }] : [],
  changes: statements,
};

export const messageTimeline = tableModel(projector);
