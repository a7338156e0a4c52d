import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import {
  type OutgoingDispatch,
  ofActor,
  ofPerson,
  plain,
  silent,
  type Tellings,
  toDeparted,
  toGuild,
  toUser,
} from '#gateway/dispatch/outgoing.ts';
import type { DispatchOf } from '#gateway/protocol/dispatches.ts';

type Loss = Pick<DispatchOf<'access_lost'>['d'], 'cause' | 'by' | 'reason'>;
const leaving = (guildId: GuildId, userId: UserId, loss: Loss): ReadonlyArray<OutgoingDispatch> => [
  toUser(userId, { t: 'access_lost', d: { guild_id: guildId, channel_id: null, ...loss } }),
  toUser(userId, { t: 'guild_delete', d: { guild_id: guildId, removed: true } }),
  toGuild(guildId, { t: 'member_remove', d: { guild_id: guildId, user_id: userId } }),
];

export const guildTellings: Tellings<(GuildEvent | MemberEvent)['type']> = {
  // The owner comes as a member, and a recheck sends the guild.
  'guild.created': silent,
  'guild.renamed': plain(({ event: { data } }) => [
    toGuild(data.guildId, { t: 'guild_update', d: { guild_id: data.guildId, name: data.name } }),
  ]),
  'guild.deleted': ofActor(({ event: { data } }, by) => [
    toDeparted({
      t: 'access_lost',
      d: { guild_id: data.guildId, channel_id: null, cause: 'guild_deleted', by, reason: null },
    }),
    toDeparted({ t: 'guild_delete', d: { guild_id: data.guildId, removed: false } }),
  ]),
  // A recheck tells of channels that came into sight or left it.
  'guild.role-created': silent,
  'guild.role-changed': silent,
  'guild.role-deleted': silent,
  'guild.role-restored': silent,
  'guild.roles-ordered': silent,
  'guild.channels-ordered': silent,
  'guild.owner-changed': silent,
  'guild.lockdown-begun': silent,
  'guild.lockdown-ended': silent,
  'guild.member-banned': silent,
  'guild.member-unbanned': silent,
  'guild.member-reinstated': silent,
  'guild.member-timed-out': silent,
  'guild.member-time-out-ended': silent,
  'guild.member-role-given': silent,
  'guild.member-role-taken': silent,
  'guild.member-nickname-changed': silent,
  'guild.channel-listed': silent,
  'guild.channel-unlisted': silent,
  'guild.member-joined': ofPerson(
    ({ data }) => data.userId,
    ({ event: { data }, metadata }, person) => [
      toGuild(data.guildId, {
        t: 'member_add',
        d: { guild_id: data.guildId, member: { user: person, joined_at: metadata.time, owner: false } },
      }),
    ],
  ),
  'guild.member-left': ofActor(({ event: { data } }, by) =>
    leaving(data.guildId, data.userId, { cause: 'left', by, reason: null }),
  ),
  // The reason is about the kicked user, so it goes to that user and to the audit trail, and to no other client.
  'guild.member-kicked': ofActor(({ event: { data } }, by) =>
    leaving(data.guildId, data.userId, { cause: 'kicked', by, reason: isErased(data.reason) ? null : data.reason }),
  ),
};
