import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { textOfReason } from '#domain/kernel/reason.ts';
import {
  type OutgoingDispatch,
  ofActor,
  ofMember,
  plain,
  silent,
  type Tellings,
  toDeparted,
  toGuild,
  toUser,
} from '#gateway/dispatch/outgoing.ts';
import { presentMember } from '#gateway/present/guild.ts';
import { presentMemberRights } from '#gateway/present/role.ts';
import type { DispatchOf } from '#gateway/protocol/dispatches.ts';
import type { MemberView } from '#queries/queries.ts';

type Loss = Pick<DispatchOf<'access_lost'>['d'], 'cause' | 'by' | 'reason'>;
const leaving = (guildId: GuildId, userId: UserId, loss: Loss): ReadonlyArray<OutgoingDispatch> => [
  toUser(userId, { t: 'access_lost', d: { guild_id: guildId, channel_id: null, ...loss } }),
  toUser(userId, { t: 'guild_delete', d: { guild_id: guildId, removed: true } }),
  toGuild(guildId, { t: 'member_remove', d: { guild_id: guildId, user_id: userId } }),
];

type OfMember = { readonly event: { readonly data: { readonly guildId: GuildId } } };
const added = ({ event: { data } }: OfMember, member: MemberView): ReadonlyArray<OutgoingDispatch> => [
  toGuild(data.guildId, { t: 'member_add', d: { guild_id: data.guildId, member: presentMember(member) } }),
];
const updated = ({ event: { data } }: OfMember, member: MemberView): ReadonlyArray<OutgoingDispatch> => {
  const d = { guild_id: data.guildId, user_id: member.userId, rights: presentMemberRights(member) };
  return [toGuild(data.guildId, { t: 'member_update', d })];
};

export const guildTellings: Tellings<(GuildEvent | MemberEvent)['type']> = {
  // The owner comes as a member, and a recheck sends the guild.
  'guild.created': silent,
  'guild.renamed': plain(({ event: { data } }) => [
    toGuild(data.guildId, { t: 'guild_update', d: { guild_id: data.guildId, name: data.name } }),
  ]),
  'guild.deleted': ofActor(({ event: { data } }, by) => [
    toDeparted({
      t: 'access_lost',
      d: { guild_id: data.guildId, channel_id: null, cause: 'guild_deleted', by, reason: textOfReason(data.reason) },
    }),
    toDeparted({ t: 'guild_delete', d: { guild_id: data.guildId, removed: false } }),
  ]),
  // A recheck tells of roles, of the order, and of channels that came into sight or left it: see `sight-change.ts`.
  'guild.role-created': silent,
  'guild.role-changed': silent,
  'guild.role-deleted': silent,
  'guild.role-restored': silent,
  'guild.roles-ordered': silent,
  'guild.channels-ordered': silent,
  'guild.channel-listed': silent,
  'guild.channel-unlisted': silent,
  'guild.owner-changed': plain(({ event: { data } }) => [
    toGuild(data.guildId, { t: 'guild_update', d: { guild_id: data.guildId, owner_id: data.ownerId } }),
  ]),
  'guild.lockdown-begun': plain(({ event: { data } }) => {
    const lockdown = { until: data.until, newcomers_since: data.newcomersSince };
    return [toGuild(data.guildId, { t: 'guild_update', d: { guild_id: data.guildId, lockdown } })];
  }),
  'guild.lockdown-ended': plain(({ event: { data } }) => [
    toGuild(data.guildId, { t: 'guild_update', d: { guild_id: data.guildId, lockdown: null } }),
  ]),
  'guild.member-joined': ofMember(added),
  'guild.member-reinstated': ofMember(added),
  'guild.member-timed-out': ofMember(updated),
  'guild.member-time-out-ended': ofMember(updated),
  'guild.member-role-given': ofMember(updated),
  'guild.member-role-taken': ofMember(updated),
  'guild.member-nickname-changed': ofMember(updated),
  // A stranger hears nothing of a ban, and no member hears of it. The departed are the listeners of a member.
  'guild.member-banned': ofActor(({ event: { data } }, by) => {
    if (!data.wasMember) return [];
    const at = { guild_id: data.guildId };
    const loss = { cause: 'banned', by, reason: textOfReason(data.reason) } as const;
    return [
      toDeparted({ t: 'access_lost', d: { ...at, channel_id: null, ...loss } }),
      toDeparted({ t: 'guild_delete', d: { ...at, removed: true } }),
      toGuild(data.guildId, { t: 'member_remove', d: { ...at, user_id: data.userId } }),
    ];
  }),
  'guild.member-unbanned': silent,
  'guild.member-left': ofActor(({ event: { data } }, by) =>
    leaving(data.guildId, data.userId, { cause: 'left', by, reason: null }),
  ),
  // The reason is about the kicked user, so it goes to that user and to the audit trail, and to no other client.
  'guild.member-kicked': ofActor(({ event: { data } }, by) =>
    leaving(data.guildId, data.userId, { cause: 'kicked', by, reason: textOfReason(data.reason) }),
  ),
};
