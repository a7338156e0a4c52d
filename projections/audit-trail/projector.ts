import { sql } from 'slonik';
import type { EventName, EventNamed } from '#domain/event-catalog.ts';
import { type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { Recorded } from '#domain/kernel/event.ts';
import type { Home } from '#domain/kernel/home.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import { AUDIT_TRAIL, type AuditEntryRow } from '#projections/audit-trail/model.ts';
import { type KeyedTable, keyedStatements, type RowOp } from '#projections/engine/keyed-rows.ts';
import { type TableProjector, tableModel } from '#projections/engine/projector.ts';

const entry: KeyedTable<AuditEntryRow> = {
  table: 'audit_entry',
  key: ['event_id'],
  columns: {
    event_id: 'text',
    guild_id: 'text',
    at: 'text',
    actor: 'text',
    action: 'text',
    target: 'text',
    reason: 'text',
    reason_erased: 'bool',
    position: 'int8',
  },
};

type Told = ReadonlyArray<RowOp<AuditEntryRow>>;

const tell = (
  event: Recorded<EventNamed<EventName>>,
  guildId: GuildId,
  target: string,
  reason: Erasable<string> | null = null,
): Told => [
  {
    op: 'put',
    row: {
      event_id: event.eventId,
      guild_id: guildId,
      at: event.metadata.time,
      actor: event.metadata.actor,
      action: event.event.type,
      target,
      reason: reason === null || isErased(reason) ? null : reason,
      reason_erased: reason !== null && isErased(reason),
      position: event.position,
    },
  },
];

/** Conversations have no audit log. */
const tellInGuild = (event: Recorded<EventNamed<EventName>>, home: Home, target: string): Told =>
  home.kind === 'guild' ? tell(event, home.guildId, target) : [];

const projector: TableProjector<RowOp<AuditEntryRow>> = {
  name: AUDIT_TRAIL,
  version: 1,
  tables: [
    sql.fragment`
      CREATE TABLE audit_entry (
        event_id text COLLATE "C" PRIMARY KEY,
        guild_id text COLLATE "C" NOT NULL,
        at text COLLATE "C" NOT NULL,
        actor text COLLATE "C" NOT NULL,
        action text COLLATE "C" NOT NULL,
        target text COLLATE "C" NOT NULL,
        reason text,
        reason_erased boolean NOT NULL,
        position bigint NOT NULL
      )`,
  ],
  indexes: [sql.fragment`CREATE INDEX audit_entry_page ON audit_entry (guild_id, position DESC)`],
  on: {
    'guild.created': (event) => tell(event, event.event.data.guildId, `guild:${event.event.data.guildId}`),
    'guild.renamed': (event) => tell(event, event.event.data.guildId, `guild:${event.event.data.guildId}`),
    'guild.deleted': (event) => tell(event, event.event.data.guildId, `guild:${event.event.data.guildId}`),
    'guild.member-joined': (event) =>
      // The authors an import brings along did nothing.
      event.event.data.via.kind === 'import'
        ? []
        : tell(event, event.event.data.guildId, `user:${event.event.data.userId}`),
    'guild.member-left': (event) => tell(event, event.event.data.guildId, `user:${event.event.data.userId}`),
    'guild.member-kicked': (event) =>
      tell(event, event.event.data.guildId, `user:${event.event.data.userId}`, event.event.data.reason),
    'channel.created': (event) => tellInGuild(event, event.event.data.home, `channel:${event.event.data.channelId}`),
    'channel.renamed': (event) => tellInGuild(event, event.event.data.home, `channel:${event.event.data.channelId}`),
    'channel.deleted': (event) => tellInGuild(event, event.event.data.home, `channel:${event.event.data.channelId}`),
    'invite.created': (event) => tell(event, event.event.data.guildId, `invite:${event.event.data.inviteId}`),
    'message.deleted': (event) => tellInGuild(event, event.event.data.home, `message:${event.event.data.messageId}`),

    // Told by the facts above: a listing by the channel, an acceptance by the joining.
    'guild.channel-listed': 'ignored',
    'guild.channel-unlisted': 'ignored',
    'invite.accepted': 'ignored',
    // Talk is not an act of administration.
    'message.sent': 'ignored',
    'message.edited': 'ignored',
    'message.reaction-added': 'ignored',
    'message.reaction-removed': 'ignored',
    // Not of a guild.
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
  // What was done stays told; only what cannot be read is missing, and the parked events say so.
  parked: () => [],
  changes: (ops) => keyedStatements(entry, ops),
};

export const auditTrail = tableModel(projector);
