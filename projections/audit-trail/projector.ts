import { sql } from 'slonik';
import { type EventName, ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import { AUDIT_TRAIL, auditEntry } from '#projections/audit-trail/model.ts';
import { keyedModel } from '#projections/engine/projector.ts';
import { put } from '#projections/engine/table.ts';

const entry = (
  event: RecordedEvent<NamedEvent<EventName>>,
  guildId: GuildId,
  target: string,
  reason: Erasable<string> | null = null,
) => [
  put(auditEntry, {
    event_id: event.eventId,
    guild_id: guildId,
    at: event.metadata.time,
    actor: event.metadata.actor,
    action: event.event.type,
    target,
    reason: reason === null || isErased(reason) ? null : reason,
    reason_erased: reason !== null && isErased(reason),
    position: event.position,
  }),
];

/** Makes no entry for a conversation: it has no audit log. */
const entryInGuild = (event: RecordedEvent<NamedEvent<EventName>>, home: Home, target: string) =>
  home.kind === 'guild' ? entry(event, home.guildId, target) : [];

export const auditTrail = keyedModel({
  name: AUDIT_TRAIL,
  version: 1,
  tables: [auditEntry],
  indexes: [sql.fragment`CREATE INDEX audit_entry_page ON audit_entry (guild_id, position DESC)`],
  on: {
    'guild.created': (event) => entry(event, event.event.data.guildId, `guild:${event.event.data.guildId}`),
    'guild.renamed': (event) => entry(event, event.event.data.guildId, `guild:${event.event.data.guildId}`),
    'guild.deleted': (event) => entry(event, event.event.data.guildId, `guild:${event.event.data.guildId}`),
    'guild.member-joined': (event) =>
      // The authors that an import brings along did nothing themselves.
      event.event.data.via.kind === 'import'
        ? []
        : entry(event, event.event.data.guildId, `user:${event.event.data.userId}`),
    'guild.member-left': (event) => entry(event, event.event.data.guildId, `user:${event.event.data.userId}`),
    'guild.member-kicked': (event) =>
      entry(event, event.event.data.guildId, `user:${event.event.data.userId}`, event.event.data.reason),
    'channel.created': (event) => entryInGuild(event, event.event.data.home, `channel:${event.event.data.channelId}`),
    'channel.renamed': (event) => entryInGuild(event, event.event.data.home, `channel:${event.event.data.channelId}`),
    'channel.deleted': (event) => entryInGuild(event, event.event.data.home, `channel:${event.event.data.channelId}`),
    'invite.created': (event) => entry(event, event.event.data.guildId, `invite:${event.event.data.inviteId}`),
    'message.deleted': (event) => entryInGuild(event, event.event.data.home, `message:${event.event.data.messageId}`),

    // Each of these comes with a fact above: a listing with the channel, an acceptance with the joining.
    ...ignoring('guild', 'channel-listed', 'channel-unlisted'),
    ...ignoring('invite', 'accepted'),
    // Talk is not an act of administration.
    ...ignoring('message', 'sent', 'edited', 'reaction-added', 'reaction-removed'),
    // These belong to no guild.
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
  // Entries stay when their stream is parked. Only the unreadable ones are missing, and the parked events say so.
  parked: () => [],
});
