import { sql } from 'slonik';
import { ignoring } from '#domain/event-catalog.ts';
import { actingUser } from '#domain/kernel/actor.ts';
import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { Position } from '#domain/kernel/event.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/instant.ts';
import { onOneLine } from '#domain/kernel/quoted-line.ts';
import { partsOf } from '#domain/kernel/stream.ts';
import { plainLine } from '#domain/markdown/plain-line.ts';
import type { CarriedFiles } from '#domain/message/attachments.ts';
import type { MessageSent } from '#domain/message/events.ts';
import { lineIdOf } from '#domain/message/line.ts';
import { type CarriedMentions, mentionsIn } from '#domain/message/mentions.ts';
import { tableModel } from '#projections/engine/projector.ts';
import { put, removeAll } from '#projections/engine/table.ts';
import {
  attachment,
  linePlace,
  MESSAGE_TIMELINE,
  type MentionRow,
  mention,
  message,
  messageVersion,
  type RemovalKind,
  type RemovalRow,
  reaction,
  removal,
} from '#projections/message-timeline/model.ts';
import type { LineRow, MessageChange, NewText, TimelineOp } from '#projections/message-timeline/operations.ts';
import { statements } from '#projections/message-timeline/statements.ts';

const change = (event: {
  readonly position: Position;
  readonly revision: number;
  readonly event: { readonly data: { readonly messageId: MessageId } };
}): MessageChange => ({ messageId: event.event.data.messageId, position: event.position, revision: event.revision });

const mentionsText = (mentions: CarriedMentions): string | null =>
  mentions === null ? null : JSON.stringify(mentions);

/** The parser runs here, once for each text, because a page of replies would parse many (decision 0048). */
const saidIn = (content: Erasable<string>, mentions: CarriedMentions): NewText => {
  const named = { mentions: mentionsText(mentions) };
  if (isErased(content)) return { ...named, content: null, plain: null };
  const plain = plainLine(content);
  return { ...named, content, plain: plain === onOneLine(content) ? null : plain };
};

/** The targets of a message that was just sent. Everyone has the guild for its target, like the everyone-role. */
const mentionedBy = (
  { messageId, channelId, home, authorId, sentAt, mentions: named }: MessageSent['data'],
  position: Position,
): ReadonlyArray<MentionRow> => {
  const row = { message_id: messageId, channel_id: channelId, author_id: authorId };
  const standing = { ...row, sent_position: position, sent_at: sentAt, stands: true };
  const mentions = mentionsIn(named);
  const guildId = guildOf(home);
  const all = guildId !== null && (mentions.everyone || mentions.here) ? [guildId] : [];
  return [
    ...mentions.users.map((userId) => ({ ...standing, target_id: userId, kind: 'user' as const })),
    ...mentions.roles.map((roleId) => ({ ...standing, target_id: roleId, kind: 'role' as const })),
    ...all.map((id) => ({ ...standing, target_id: id, kind: 'everyone' as const })),
  ];
};

type Filed = Pick<MessageSent['data'], 'messageId' | 'channelId' | 'home'> & CarriedFiles;

const filesIn = (
  { messageId, channelId, home, files, shownFiles }: Filed,
  position: Position,
): ReadonlyArray<TimelineOp> =>
  files.map(({ attachmentId, key, bytes }, place) => {
    const shown = shownFiles === null || isErased(shownFiles) ? undefined : shownFiles[place];
    return {
      op: 'attachment',
      rows: put(attachment, {
        attachment_id: attachmentId,
        message_id: messageId,
        channel_id: channelId,
        guild_id: guildOf(home),
        place,
        key_name: key,
        bytes,
        shown: shown === undefined ? null : JSON.stringify(shown),
        position,
      }),
    };
  });

const filesGone = (
  where: { readonly message_id: MessageId } | { readonly channel_id: ChannelId } | { readonly guild_id: GuildId },
  position: Position,
): TimelineOp => ({ op: 'attachment', rows: removeAll(attachment, where, position) });

/** A conversation has no system lines yet. */
const lineIn = (home: Home, line: Omit<LineRow, 'guild_id'>): ReadonlyArray<TimelineOp> =>
  home.kind === 'guild' ? [{ op: 'line', line: { ...line, guild_id: home.guildId } }] : [];

const removed = (kind: RemovalKind, id: RemovalRow['id'], position: Position, at: Instant): RemovalRow => ({
  kind,
  id,
  position,
  removed_at: at,
  by_author: false,
});

export const messageTimeline = tableModel<TimelineOp>({
  name: MESSAGE_TIMELINE,
  version: 9,
  tables: [message, messageVersion, attachment, linePlace, mention, reaction, removal],
  indexes: [
    // A line about a member looks for the first channel of the guild.
    sql.fragment`CREATE INDEX line_place_of_guild ON line_place (guild_id, created_position)`,
    // A page of history is one range of this index. The count of unread messages reads nothing but the index.
    sql.fragment`
      CREATE INDEX message_page ON message (channel_id, sent_position DESC)
      INCLUDE (author_id, sent_at, kind) WHERE NOT deleted`,
    // The count reads a row beside the index until the next vacuum. The newest rows are counted most, so it comes soon.
    sql.fragment`
      ALTER TABLE message SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 5000)`,
    // A client that was away asks for changed messages. Only the few that changed since they were sent are in here.
    sql.fragment`
      CREATE INDEX message_changes ON message (channel_id, changed_position) WHERE changed_position > sent_position`,
    // A moderator deletes the newest messages of one author.
    sql.fragment`CREATE INDEX message_of_author ON message (author_id, sent_position DESC) WHERE NOT deleted`,
    // A deletion of a channel looks for the line about a thread.
    sql.fragment`CREATE INDEX message_about_thread ON message (thread_id) WHERE thread_id IS NOT NULL`,
    // A deletion of a message tells its forwards.
    sql.fragment`CREATE INDEX message_forwarded ON message (forwarded_id) WHERE forwarded_id IS NOT NULL`,
    // The list of pins shows the newest first.
    sql.fragment`CREATE INDEX message_pinned ON message (channel_id, pin_position DESC) WHERE pinned_at IS NOT NULL`,
    // The inbox of a user reads the newest mentions of each target.
    sql.fragment`CREATE INDEX mention_of_target ON mention (target_id, sent_position DESC) WHERE stands`,
    // A badge counts the mentions of each target in a channel after a position.
    sql.fragment`
      CREATE INDEX mention_in_channel ON mention (channel_id, target_id, sent_position)
      INCLUDE (author_id, sent_at) WHERE stands`,
    // A page of messages looks for their files.
    sql.fragment`CREATE INDEX attachment_of_message ON attachment (message_id)`,
    sql.fragment`CREATE INDEX attachment_of_channel ON attachment (channel_id)`,
    sql.fragment`CREATE INDEX attachment_of_guild ON attachment (guild_id)`,
    // The sweep reads what was removed in the order of the log.
    sql.fragment`CREATE INDEX removal_order ON removal (by_author, position)`,
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
          ...saidIn(data.content, data.mentions),
          sent_position: position,
          changed_position: position,
          revision,
          sent_at: data.sentAt,
          edited_at: null,
          reply_to: data.replyTo,
          thread_id: null,
          forwarded_id: data.forward?.forwarded.messageId ?? null,
          forwarded_channel: data.forward?.forwarded.channelId ?? null,
          forwarded_said_at: data.forward?.forwarded.saidAt ?? null,
          deleted: false,
          pinned_at: null,
          pinned_by: null,
          pin_position: null,
        },
        mentioned: mentionedBy(data, position),
      },
      ...filesIn(data, position),
    ],
    'message.edited': (event) => {
      const { content, editedAt, mentions } = event.event.data;
      return [{ op: 'edit', ...change(event), ...saidIn(content, mentions), editedAt }];
    },
    'message.deleted': (event) => {
      const { by, deletedAt } = event.event.data;
      return [
        { op: 'delete', ...change(event), by, deletedAt },
        filesGone({ message_id: event.event.data.messageId }, event.position),
      ];
    },
    'message.restored': (event) => {
      const { content, editedAt, mentions, sentAt } = event.event.data;
      return [
        { op: 'restore', ...change(event), ...saidIn(content, mentions), editedAt, saidAt: editedAt ?? sentAt },
        ...filesIn(event.event.data, event.position),
      ];
    },
    'message.reaction-added': (event) => {
      const { emoji, userId } = event.event.data;
      return [{ op: 'react', ...change(event), emoji, userId, on: true }];
    },
    'message.reaction-removed': (event) => {
      const { emoji, userId } = event.event.data;
      return [{ op: 'react', ...change(event), emoji, userId, on: false }];
    },
    'channel.message-pinned': ({ event: { data }, eventId, position }) => [
      { op: 'pin', pin: { message_id: data.messageId, pinned_at: data.pinnedAt, pinned_by: data.by, position } },
      ...lineIn(data.home, {
        message_id: lineIdOf(eventId),
        channel_id: data.channelId,
        author_id: data.by,
        kind: 'pinned',
        content: null,
        sent_at: data.pinnedAt,
        reply_to: data.messageId,
        thread_id: null,
        position,
      }),
    ],
    'channel.message-unpinned': ({ event: { data }, position }) => [
      { op: 'pin', pin: { message_id: data.messageId, pinned_at: null, pinned_by: null, position } },
    ],
    'channel.created': ({ event: { data }, position }) =>
      data.home.kind === 'guild' && data.kind === 'text'
        ? [
            {
              op: 'place',
              row: {
                channel_id: data.channelId,
                guild_id: data.home.guildId,
                kind: data.kind,
                created_position: position,
                removed_position: null,
              },
            },
          ]
        : [],
    // An import renames nothing that a member would look for, and has no author.
    'channel.renamed': ({ event: { data }, eventId, metadata, position }) => {
      const author = actingUser(metadata.actor);
      if (author === undefined) return [];
      return lineIn(data.home, {
        message_id: lineIdOf(eventId),
        channel_id: data.channelId,
        author_id: author,
        kind: 'renamed',
        content: data.name,
        sent_at: metadata.time,
        reply_to: null,
        thread_id: null,
        position,
      });
    },
    'guild.member-joined': ({ event: { data }, eventId, position }) => {
      if (data.via.kind !== 'invite') return [];
      const home = { kind: 'guild', guildId: data.guildId } as const;
      return lineIn(home, {
        message_id: lineIdOf(eventId),
        channel_id: null,
        author_id: data.userId,
        kind: 'joined',
        content: null,
        sent_at: data.joinedAt,
        reply_to: null,
        thread_id: null,
        position,
      });
    },
    // The first event of a thread is its revision 0, which the line has too.
    'channel.thread-begun': ({ event: { data }, eventId, position }) =>
      lineIn(data.home, {
        message_id: lineIdOf(eventId),
        channel_id: data.parentId,
        author_id: data.by,
        kind: 'thread_begun',
        content: null,
        sent_at: data.begunAt,
        reply_to: null,
        thread_id: data.channelId,
        position,
      }),
    // The messages of a deleted channel stay, and the gate hides them. A restored channel has them again.
    'channel.deleted': ({ event, position, revision, metadata }) => [
      { op: 'thread', threadId: event.data.channelId, deleted: true, position, revision },
      { op: 'removed', row: removed('channel', event.data.channelId, position, metadata.time) },
      { op: 'place-removed', channelId: event.data.channelId, position },
    ],
    'channel.restored': ({ event, position, revision }) => [
      { op: 'thread', threadId: event.data.channelId, deleted: false, position, revision },
      { op: 'not-removed', kind: 'channel', id: event.data.channelId },
    ],
    'channel.erased': ({ event: { data }, position }) => [
      filesGone({ channel_id: data.channelId }, position),
      { op: 'clear-channel', channelId: data.channelId, position },
      { op: 'not-removed', kind: 'channel', id: data.channelId },
    ],
    // Nothing brings a deleted guild back, so its texts leave the tables at once.
    'guild.deleted': ({ event: { data }, position, metadata }) => [
      filesGone({ guild_id: data.guildId }, position),
      { op: 'blank-guild', guildId: data.guildId, position },
      { op: 'removed', row: removed('guild', data.guildId, position, metadata.time) },
    ],

    // A thread takes no lines, because it has no place among `line_place`.
    ...ignoring('channel', 'thread-archived', 'tags-set', 'tag-requirement-set', 'post-tagged'),
    ...ignoring('guild', 'created', 'renamed', 'channel-listed', 'channel-unlisted'),
    ...ignoring('guild', 'member-left', 'member-kicked'),
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
    ...ignoring('channel', 'synced'),
    ...ignoring('invite', 'revoked'),
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
  },
  parked: ({ stream, position }) => {
    const parts = partsOf(stream);
    if (parts?.kind !== 'message') return [];
    return [filesGone({ message_id: parts.messageId }, position), { op: 'hide', messageId: parts.messageId, position }];
  },
  changes: statements,
});
