/** An audience change says how an event changes the audience. It takes effect before the event itself is dispatched. */
import { type DomainEvent, type EventName, ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';

export type AudienceChange =
  | { readonly kind: 'MemberCame'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'MemberGone'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'GuildGone'; readonly guildId: GuildId }
  | { readonly kind: 'ChannelGone'; readonly guildId: GuildId | null; readonly channelId: ChannelId }
  /** The rights of all members, or of one, changed. The gate is asked again. */
  | { readonly kind: 'RightsChanged'; readonly guildId: GuildId; readonly userId?: UserId }
  /** The guild changed in the snapshot, and no right changed with it. */
  | { readonly kind: 'GuildChanged'; readonly guildId: GuildId }
  | { readonly kind: 'SessionGone'; readonly sessionId: SessionId };

type Changing<N extends EventName> = ((event: NamedEvent<N>) => AudienceChange | undefined) | 'ignored';

type InOneGuild = { readonly data: { readonly guildId: GuildId } };
type OfOneMember = { readonly data: { readonly guildId: GuildId; readonly userId: UserId } };
type InOneChannel = { readonly data: { readonly home: Home } };

const inGuild = ({ data }: InOneGuild): AudienceChange => ({ kind: 'RightsChanged', guildId: data.guildId });
const ofMember = ({ data }: OfOneMember): AudienceChange => ({
  kind: 'RightsChanged',
  guildId: data.guildId,
  userId: data.userId,
});
const atHome =
  (kind: 'RightsChanged' | 'GuildChanged') =>
  ({ data: { home } }: InOneChannel): AudienceChange | undefined =>
    home.kind === 'guild' ? { kind, guildId: home.guildId } : undefined;

/**
 * Changes of the audience, with a line for every event. An event that changes rights without a change of membership (a
 * role, an overwrite, a new channel) says `RightsChanged`, which sends the guild's listeners through the gate again.
 */
const changes: { readonly [N in EventName]: Changing<N> } = {
  'session.revoked': ({ data }) => ({ kind: 'SessionGone', sessionId: data.sessionId }),
  'guild.created': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.ownerId }),
  'guild.renamed': ({ data }) => ({ kind: 'GuildChanged', guildId: data.guildId }),
  'guild.deleted': ({ data }) => ({ kind: 'GuildGone', guildId: data.guildId }),
  // A member sees a channel that exists and is listed. Either event may come last, so both ask the gate.
  'guild.channel-listed': ({ data }) => ({ kind: 'RightsChanged', guildId: data.guildId }),
  'guild.channel-unlisted': ({ data }) => ({ kind: 'RightsChanged', guildId: data.guildId }),
  'guild.member-joined': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.userId }),
  'guild.member-left': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
  'guild.member-kicked': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
  'channel.created': ({ data: { home } }) =>
    home.kind === 'guild' ? { kind: 'RightsChanged', guildId: home.guildId } : undefined,
  'channel.renamed': ({ data: { home } }) =>
    home.kind === 'guild' ? { kind: 'GuildChanged', guildId: home.guildId } : undefined,
  'channel.deleted': ({ data: { home, channelId } }) => ({ kind: 'ChannelGone', guildId: guildOf(home), channelId }),

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
  'guild.role-created': inGuild,
  'guild.role-changed': inGuild,
  'guild.role-deleted': inGuild,
  'guild.role-restored': inGuild,
  'guild.roles-ordered': inGuild,
  'guild.channels-ordered': inGuild,
  'guild.owner-changed': inGuild,
  'guild.lockdown-begun': ({ data }) => ({ kind: 'GuildChanged', guildId: data.guildId }),
  'guild.lockdown-ended': ({ data }) => ({ kind: 'GuildChanged', guildId: data.guildId }),
  'guild.member-banned': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
  'guild.member-reinstated': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.userId }),
  'guild.member-timed-out': ofMember,
  'guild.member-time-out-ended': ofMember,
  'guild.member-role-given': ofMember,
  'guild.member-role-taken': ofMember,
  'channel.topic-changed': atHome('GuildChanged'),
  'channel.slow-mode-changed': atHome('GuildChanged'),
  // A move may end a sync, and sights say which channels are synced.
  'channel.moved': atHome('RightsChanged'),
  'channel.overwrite-set': atHome('RightsChanged'),
  'channel.overwrite-removed': atHome('RightsChanged'),
  'channel.overwrites-replaced': atHome('RightsChanged'),
  'channel.synced': atHome('RightsChanged'),
  'channel.restored': atHome('RightsChanged'),

  // An unban lets nobody in, and a channel is erased after everybody has lost it.
  ...ignoring('guild', 'member-unbanned', 'member-nickname-changed'),
  ...ignoring('channel', 'erased'),
  ...ignoring('session', 'started', 'refreshed'),
  ...ignoring('invite', 'created', 'accepted', 'revoked'),
  ...ignoring('message', 'sent', 'edited', 'deleted', 'restored', 'reaction-added', 'reaction-removed'),
};

export const audienceChange = (event: DomainEvent): AudienceChange | undefined => changeOf(event.type, event);
const changeOf = <N extends EventName>(name: N, event: Extract<DomainEvent, { readonly type: N }>) => {
  const change: Changing<N> = changes[name];
  return change === 'ignored' ? undefined : change(event);
};
