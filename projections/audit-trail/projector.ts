import { sql } from 'slonik';
import { targetText } from '#domain/channel/events.ts';
import { type EventName, ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import { ERASED, type Erasable, isErased } from '#domain/kernel/erasable.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import { everyoneRoleId } from '#domain/permission/role.ts';
import { AUDIT_TRAIL, auditEntry, auditReason } from '#projections/audit-trail/model.ts';
import { keyedModel } from '#projections/engine/projector.ts';
import { put, removeAll } from '#projections/engine/table.ts';

type Recorded<N extends EventName> = RecordedEvent<NamedEvent<N>>;
type Texts = Readonly<Record<string, ReadonlyArray<string>>>;

/** Parts of an entry that depend on the kind of the event. */
type Says = {
  readonly guildId: GuildId;
  readonly target: `${string}:${string}`;
  readonly subject?: string;
  readonly channelId?: ChannelId | null;
  readonly reason?: Erasable<string> | null;
  readonly facts?: Texts;
  readonly was?: Texts;
};

const entry = (
  { eventId, event, metadata, stream, revision, position }: Recorded<EventName>,
  { guildId, target, subject = target, channelId = null, reason = null, facts = {}, was = {} }: Says,
) => [
  put(auditEntry, {
    event_id: eventId,
    guild_id: guildId,
    at: metadata.time,
    actor: metadata.actor,
    action: event.type,
    target,
    target_id: target.slice(target.indexOf(':') + 1),
    channel_id: channelId,
    has_reason: reason !== null,
    subject,
    facts: JSON.stringify(facts),
    was: JSON.stringify(was),
    causation: metadata.causation,
    undoes: metadata.undoes ?? null,
    stream,
    revision,
    position,
  }),
  ...(reason === null || isErased(reason)
    ? []
    : [put(auditReason, { event_id: eventId, guild_id: guildId, target, reason, position })]),
];

/** A fact as a list: none for null and for an erased text. */
const one = (value: Erasable<string> | number | boolean | null): ReadonlyArray<string> =>
  value === null || isErased(value) ? [] : [String(value)];

type OfGuild = { readonly guildId: GuildId };
const ofGuild = ({ guildId }: OfGuild) => ({ guildId, target: `guild:${guildId}` }) as const;
const ofMember = ({ guildId, userId }: OfGuild & { readonly userId: UserId }) =>
  ({ guildId, target: `user:${userId}` }) as const;

type RoleFact = 'guild.role-created' | 'guild.role-changed' | 'guild.role-deleted' | 'guild.role-restored';
const ofRole = ({ event: { data } }: Recorded<RoleFact>) =>
  ({
    guildId: data.guildId,
    target: `role:${data.roleId}`,
    // The creation of the guild holds the first permissions of the everyone-role.
    subject: data.roleId === everyoneRoleId(data.guildId) ? `guild:${data.guildId}` : `role:${data.roleId}`,
  }) as const;

const lookOf = ({ event: { data } }: Recorded<'guild.role-created' | 'guild.role-changed'>): Texts =>
  data.roleId === everyoneRoleId(data.guildId)
    ? { permissions: data.permissions }
    : {
        role_name: [data.name],
        color: one(data.color),
        hoist: one(data.hoist),
        mentionable: one(data.mentionable),
        permissions: data.permissions,
      };

type InChannel = { readonly channelId: ChannelId; readonly home: Home };
/** Makes no entry for a conversation: it has no audit log. */
const inChannel = (
  event: Recorded<EventName>,
  { channelId, home }: InChannel,
  says: Partial<Says> = {},
): ReturnType<typeof entry> => {
  const guildId = guildOf(home);
  return guildId === null ? [] : entry(event, { guildId, target: `channel:${channelId}`, channelId, ...says });
};

const onMessage = (
  event: Recorded<EventName>,
  data: InChannel & { readonly messageId: MessageId },
  reason: Erasable<string> | null = null,
) => inChannel(event, data, { target: `message:${data.messageId}`, reason });

/** Fields of an overwrite. Their names hold its target, so each overwrite of a channel has its own history. */
const overwriteTexts = ({ target, allow, deny }: OverwriteFacts): Texts => ({
  [`allow:${targetText(target)}`]: [...allow],
  [`deny:${targetText(target)}`]: [...deny],
});

export const auditTrail = keyedModel({
  name: AUDIT_TRAIL,
  version: 3,
  tables: [auditEntry, auditReason],
  indexes: [
    sql.fragment`CREATE INDEX audit_entry_page ON audit_entry (guild_id, position DESC)`,
    sql.fragment`CREATE INDEX audit_entry_actor ON audit_entry (guild_id, actor, position DESC)`,
    sql.fragment`CREATE INDEX audit_entry_target ON audit_entry (guild_id, target_id, position DESC)`,
    sql.fragment`CREATE INDEX audit_entry_subject ON audit_entry (guild_id, subject, position DESC)`,
    sql.fragment`CREATE INDEX audit_entry_act ON audit_entry (guild_id, causation)`,
    sql.fragment`CREATE INDEX audit_entry_undoes ON audit_entry (undoes) WHERE undoes IS NOT NULL`,
    sql.fragment`CREATE INDEX audit_reason_target ON audit_reason (guild_id, target)`,
  ],
  on: {
    'guild.created': (event) => {
      const { data } = event.event;
      const facts = { name: [data.name], owner: [data.ownerId], permissions: data.everyone };
      return entry(event, { ...ofGuild(data), facts });
    },
    'guild.renamed': (event) =>
      entry(event, { ...ofGuild(event.event.data), facts: { name: [event.event.data.name] } }),
    // Nothing brings a deleted guild back, so its reasons leave the table at once, and the last one never enters it.
    'guild.deleted': (event) => {
      const { guildId, reason } = event.event.data;
      return [
        ...entry(event, { ...ofGuild({ guildId }), reason: reason === null ? null : ERASED }),
        removeAll(auditReason, { guild_id: guildId }, event.position),
      ];
    },
    'guild.owner-changed': (event) => {
      const { guildId, ownerId, formerOwnerId } = event.event.data;
      const says = { guildId, target: `user:${ownerId}`, subject: `guild:${guildId}` } as const;
      return entry(event, { ...says, facts: { owner: [ownerId] }, was: { owner: [formerOwnerId] } });
    },
    'guild.lockdown-begun': (event) => {
      const { guildId, until, newcomersSince, reason } = event.event.data;
      const facts = { lockdown: ['on'], until: one(until), newcomers_since: one(newcomersSince) };
      return entry(event, { ...ofGuild({ guildId }), subject: `lockdown:${guildId}`, facts, reason });
    },
    'guild.lockdown-ended': (event) => {
      const { guildId } = event.event.data;
      const facts = { lockdown: [], until: [], newcomers_since: [] };
      return entry(event, { ...ofGuild({ guildId }), subject: `lockdown:${guildId}`, facts });
    },

    'guild.role-created': (event) => entry(event, { ...ofRole(event), facts: lookOf(event) }),
    'guild.role-changed': (event) => entry(event, { ...ofRole(event), facts: lookOf(event) }),
    'guild.role-deleted': (event) => entry(event, { ...ofRole(event), reason: event.event.data.reason }),
    'guild.role-restored': (event) => entry(event, ofRole(event)),
    'guild.roles-ordered': (event) => {
      const { guildId, order } = event.event.data;
      return entry(event, { ...ofGuild({ guildId }), subject: `roles:${guildId}`, facts: { role_order: order } });
    },
    'guild.channels-ordered': (event) => {
      const { guildId, order } = event.event.data;
      return entry(event, { ...ofGuild({ guildId }), subject: `channels:${guildId}`, facts: { channel_order: order } });
    },

    'guild.member-joined': (event) => {
      const { via, ...data } = event.event.data;
      const by = via.kind === 'import' ? `import:${via.importId}` : `invite:${via.inviteId}`;
      return entry(event, { ...ofMember(data), facts: { via: [by] }, was: { via: [] } });
    },
    'guild.member-left': (event) => entry(event, ofMember(event.event.data)),
    'guild.member-kicked': (event) => entry(event, { ...ofMember(event.event.data), reason: event.event.data.reason }),
    'guild.member-banned': (event) => entry(event, { ...ofMember(event.event.data), reason: event.event.data.reason }),
    'guild.member-unbanned': (event) => entry(event, ofMember(event.event.data)),
    'guild.member-reinstated': (event) => {
      const { data } = event.event;
      const facts = { roles: data.roleIds, nickname: one(data.nickname) };
      return entry(event, { ...ofMember(data), facts, was: { roles: [], nickname: [] } });
    },
    'guild.member-timed-out': (event) => {
      const { data } = event.event;
      return entry(event, { ...ofMember(data), facts: { timed_out_until: [data.until] }, reason: data.reason });
    },
    'guild.member-time-out-ended': (event) =>
      entry(event, { ...ofMember(event.event.data), facts: { timed_out_until: [] } }),
    'guild.member-role-given': (event) => {
      const { data } = event.event;
      return entry(event, { ...ofMember(data), facts: { role: [data.roleId] }, was: { role: [] } });
    },
    'guild.member-role-taken': (event) => {
      const { data } = event.event;
      return entry(event, { ...ofMember(data), facts: { role: [] }, was: { role: [data.roleId] } });
    },
    'guild.member-nickname-changed': (event) => {
      const { data } = event.event;
      return entry(event, { ...ofMember(data), facts: { nickname: one(data.nickname) } });
    },

    'channel.created': (event) => {
      const { data } = event.event;
      const facts = { name: [data.name], kind: [data.kind], parent: one(data.parentId) };
      return inChannel(event, data, { facts });
    },
    'channel.renamed': (event) => inChannel(event, event.event.data, { facts: { name: [event.event.data.name] } }),
    'channel.topic-changed': (event) =>
      inChannel(event, event.event.data, { facts: { topic: one(event.event.data.topic) } }),
    'channel.slow-mode-changed': (event) =>
      inChannel(event, event.event.data, { facts: { slow_mode_secs: one(event.event.data.secs) } }),
    'channel.moved': (event) =>
      inChannel(event, event.event.data, { facts: { parent: one(event.event.data.parentId) } }),
    'channel.deleted': (event) => inChannel(event, event.event.data, { reason: event.event.data.reason }),
    'channel.restored': (event) => inChannel(event, event.event.data),
    'channel.erased': (event) => {
      const { channelId, home } = event.event.data;
      const guildId = guildOf(home);
      if (guildId === null) return [];
      const about = { guild_id: guildId, target: `channel:${channelId}` };
      return [...inChannel(event, { channelId, home }), removeAll(auditReason, about, event.position)];
    },
    'channel.thread-begun': (event) => {
      const { data } = event.event;
      const facts = { name: [data.name], kind: ['thread'], parent: [data.parentId] };
      return inChannel(event, data, { facts });
    },
    'channel.thread-archived': (event) => inChannel(event, event.event.data),
    'channel.tags-set': (event) =>
      inChannel(event, event.event.data, { facts: { tags: event.event.data.tags.map(({ name }) => name) } }),
    'channel.tag-requirement-set': (event) =>
      inChannel(event, event.event.data, { facts: { tag_required: one(event.event.data.required) } }),
    'channel.post-tagged': (event) => inChannel(event, event.event.data),
    'channel.overwrite-set': (event) => inChannel(event, event.event.data, { facts: overwriteTexts(event.event.data) }),
    'channel.overwrite-removed': (event) => {
      const { data } = event.event;
      return inChannel(event, data, { facts: overwriteTexts({ target: data.target, allow: [], deny: [] }) });
    },
    // `overwrites` marks an entry after which a target without fields of its own has no overwrite.
    'channel.overwrites-replaced': (event) => {
      const { data } = event.event;
      const facts = Object.assign({ overwrites: ['own'] }, ...data.overwrites.map(overwriteTexts));
      return inChannel(event, data, { facts });
    },
    'channel.synced': (event) =>
      inChannel(event, event.event.data, { facts: { overwrites: [event.event.data.categoryId] } }),

    'invite.created': (event) => {
      const { guildId, inviteId, channelId, maxUses, expiresAt } = event.event.data;
      const facts = { max_uses: one(maxUses), expires_at: one(expiresAt) };
      return entry(event, { guildId, target: `invite:${inviteId}`, channelId, facts });
    },
    'invite.accepted': (event) => {
      const { guildId, inviteId } = event.event.data;
      return entry(event, { guildId, target: `invite:${inviteId}` });
    },
    'invite.revoked': (event) => {
      const { guildId, inviteId, reason } = event.event.data;
      return entry(event, { guildId, target: `invite:${inviteId}`, reason });
    },
    'channel.message-pinned': (event) => onMessage(event, event.event.data),
    'channel.message-unpinned': (event) => onMessage(event, event.event.data),
    'message.deleted': (event) => onMessage(event, event.event.data, event.event.data.reason),
    'message.restored': (event) => onMessage(event, event.event.data),

    // A listing comes with the creation or the restoration of its channel.
    ...ignoring('guild', 'channel-listed', 'channel-unlisted'),
    // Talk is not an act of governance.
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
    ...ignoring('session', 'started', 'refreshed', 'revoked'),
  },
  // Entries stay when their stream is parked. Only the unreadable ones are missing, and the parked events say so.
  parked: () => [],
});
