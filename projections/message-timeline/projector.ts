import { sql } from 'slonik';
import { ignoring } from '#domain/event-catalog.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { MessageId } from '#domain/kernel/ids.ts';
import { partsOf } from '#domain/kernel/stream.ts';
import { tableModel } from '#projections/engine/projector.ts';
import { MESSAGE_TIMELINE, message, reaction } from '#projections/message-timeline/model.ts';
import type { MessageChange, TimelineOp } from '#projections/message-timeline/operations.ts';
import { statements } from '#projections/message-timeline/statements.ts';

const change = (event: {
  readonly position: Position;
  readonly revision: number;
  readonly event: { readonly data: { readonly messageId: MessageId } };
}): MessageChange => ({ messageId: event.event.data.messageId, position: event.position, revision: event.revision });

export const messageTimeline = tableModel<TimelineOp>({
  name: MESSAGE_TIMELINE,
  version: 1,
  tables: [message, reaction],
  indexes: [
    // A page of history is one range of this index.
    sql.fragment`CREATE INDEX message_page ON message (channel_id, sent_position DESC) WHERE NOT deleted`,
    // A client that was away asks for changed messages. Only the few that changed since they were sent are in here.
    sql.fragment`
      CREATE INDEX message_changes ON message (channel_id, changed_position) WHERE changed_position > sent_position`,
  ],
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

    ...ignoring('channel', 'created', 'renamed'),
    ...ignoring('guild', 'created', 'renamed', 'channel-listed', 'channel-unlisted'),
    ...ignoring('guild', 'member-joined', 'member-left', 'member-kicked'),
    ...ignoring('invite', 'created', 'accepted'),
    ...ignoring(
      'account',
      'username-claimed',
      'username-released',
      'registered',
      'imported',
      'server-ownership-claimed',
      'guild-acquired',
      'guild-relinquished',
    ),
    ...ignoring(
      'guild',
      'role-created',
      'role-changed',
      'role-deleted',
      'role-restored',
      'roles-ordered',
      'channels-ordered',
    ),
    ...ignoring('guild', 'owner-changed', 'lockdown-begun', 'lockdown-ended'),
    ...ignoring(
      'guild',
      'member-banned',
      'member-unbanned',
      'member-reinstated',
      'member-timed-out',
      'member-time-out-ended',
    ),
    ...ignoring('guild', 'member-role-given', 'member-role-taken', 'member-nickname-changed'),
    ...ignoring(
      'channel',
      'topic-changed',
      'slow-mode-changed',
      'moved',
      'overwrite-set',
      'overwrite-removed',
      'overwrites-replaced',
    ),
    ...ignoring('channel', 'synced', 'restored', 'erased'),
    ...ignoring('message', 'restored'),
    ...ignoring('invite', 'revoked'),
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
  },
  parked: ({ stream, position }) => {
    const parts = partsOf(stream);
    return parts?.kind === 'message' ? [{ op: 'hide', messageId: parts.messageId, position }] : [];
  },
  changes: statements,
});
