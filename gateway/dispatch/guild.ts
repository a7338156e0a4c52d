import type { GuildEvent, MemberEvent } from '#domain/guild/events.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import {
  type OutgoingDispatch,
  ofPerson,
  plain,
  silent,
  type Tellings,
  toDeparted,
  toGuild,
  toUser,
} from '#gateway/dispatch/outgoing.ts';

const leaving = (guildId: GuildId, userId: UserId): ReadonlyArray<OutgoingDispatch> => [
  toUser(userId, { t: 'guild_delete', d: { guild_id: guildId, removed: true } }),
  toGuild(guildId, { t: 'member_remove', d: { guild_id: guildId, user_id: userId } }),
];

export const guildTellings: Tellings<(GuildEvent | MemberEvent)['type']> = {
  // The owner comes as a member, and a recheck sends the guild.
  'guild.created': silent,
  'guild.renamed': plain(({ event: { data } }) => [
    toGuild(data.guildId, { t: 'guild_update', d: { guild_id: data.guildId, name: data.name } }),
  ]),
  'guild.deleted': plain(({ event: { data } }) => [
    toDeparted({ t: 'guild_delete', d: { guild_id: data.guildId, removed: false } }),
  ]),
  // A recheck tells of channels that came into sight or left it.
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
  'guild.member-left': plain(({ event: { data } }) => leaving(data.guildId, data.userId)),
  // The reason is personal, so clients are not told. It stands in the audit trail, for viewers who may read it.
  'guild.member-kicked': plain(({ event: { data } }) => leaving(data.guildId, data.userId)),
};
