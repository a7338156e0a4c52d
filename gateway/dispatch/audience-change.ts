/** An audience change says how an event changes the audience. It takes effect before the event itself is dispatched. */
import { type DomainEvent, type EventName, ignoring, type NamedEvent } from '#domain/event-catalog.ts';
import { guildOf, type Home } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';

export type AudienceChange =
  | { readonly kind: 'MemberCame'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'MemberGone'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'GuildGone'; readonly guildId: GuildId }
  | { readonly kind: 'ChannelGone'; readonly guildId: GuildId | null; readonly channelId: ChannelId }
  /** The rights of all members, or of one, changed. A recheck follows. */
  | { readonly kind: 'RightsChanged'; readonly guildId: GuildId; readonly userId?: UserId }
  /** The guild changed in the snapshot, and no right changed with it. */
  | { readonly kind: 'GuildChanged'; readonly guildId: GuildId }
  | { readonly kind: 'SessionGone'; readonly sessionId: SessionId };

type Changing<N extends EventName> = ((event: NamedEvent<N>) => AudienceChange | undefined) | 'ignored';

type InOneGuild = { readonly data: { readonly guildId: GuildId } };
type OfOneMember = { readonly data: { readonly guildId: GuildId; readonly userId: UserId } };
type InOneChannel = { readonly data: { readonly home: Home } };

const inGuild =
  (kind: 'RightsChanged' | 'GuildChanged' | 'GuildGone') =>
  ({ data }: InOneGuild): AudienceChange => ({ kind, guildId: data.guildId });
const ofMember =
  (kind: 'RightsChanged' | 'MemberCame' | 'MemberGone') =>
  ({ data }: OfOneMember): AudienceChange => ({ kind, guildId: data.guildId, userId: data.userId });
const atHome =
  (kind: 'RightsChanged' | 'GuildChanged') =>
  ({ data: { home } }: InOneChannel): AudienceChange | undefined =>
    home.kind === 'guild' ? { kind, guildId: home.guildId } : undefined;

/**
 * Changes of the audience, with a line for every event. An event that changes rights without a change of membership (a
 * role, an overwrite, a new channel) says `RightsChanged`, which starts a recheck of the guild's listeners.
 */
const changes: { readonly [N in EventName]: Changing<N> } = {
  'guild.created': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.ownerId }),
  'guild.renamed': inGuild('GuildChanged'),
  'guild.deleted': inGuild('GuildGone'),
  // A member sees a channel that exists and is listed. Either event may come last, so both start a recheck.
  'guild.channel-listed': inGuild('RightsChanged'),
  'guild.channel-unlisted': inGuild('RightsChanged'),
  'guild.role-created': inGuild('RightsChanged'),
  'guild.role-changed': inGuild('RightsChanged'),
  'guild.role-deleted': inGuild('RightsChanged'),
  'guild.role-restored': inGuild('RightsChanged'),
  'guild.roles-ordered': inGuild('RightsChanged'),
  'guild.channels-ordered': inGuild('RightsChanged'),
  'guild.owner-changed': inGuild('RightsChanged'),
  'guild.lockdown-begun': inGuild('GuildChanged'),
  'guild.lockdown-ended': inGuild('GuildChanged'),

  'guild.member-joined': ofMember('MemberCame'),
  'guild.member-reinstated': ofMember('MemberCame'),
  'guild.member-left': ofMember('MemberGone'),
  'guild.member-kicked': ofMember('MemberGone'),
  'guild.member-banned': ofMember('MemberGone'),
  'guild.member-timed-out': ofMember('RightsChanged'),
  'guild.member-time-out-ended': ofMember('RightsChanged'),
  'guild.member-role-given': ofMember('RightsChanged'),
  'guild.member-role-taken': ofMember('RightsChanged'),

  'channel.created': atHome('RightsChanged'),
  'channel.renamed': atHome('GuildChanged'),
  'channel.deleted': ({ data: { home, channelId } }) => ({ kind: 'ChannelGone', guildId: guildOf(home), channelId }),
  'channel.restored': atHome('RightsChanged'),
  'channel.topic-changed': atHome('GuildChanged'),
  'channel.slow-mode-changed': atHome('GuildChanged'),
  'channel.tags-set': atHome('GuildChanged'),
  'channel.tag-requirement-set': atHome('GuildChanged'),
  // A move may end a sync, and sights say which channels are synced.
  'channel.moved': atHome('RightsChanged'),
  'channel.overwrite-set': atHome('RightsChanged'),
  'channel.overwrite-removed': atHome('RightsChanged'),
  'channel.overwrites-replaced': atHome('RightsChanged'),
  'channel.synced': atHome('RightsChanged'),

  'session.revoked': ({ data }) => ({ kind: 'SessionGone', sessionId: data.sessionId }),

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
  // An unban lets nobody in, and a channel is erased after every listener has lost it.
  ...ignoring('guild', 'member-unbanned', 'member-nickname-changed'),
  ...ignoring('channel', 'erased', 'message-pinned', 'message-unpinned'),
  // A thread has the viewers of its parent, so it changes no sight.
  ...ignoring('channel', 'thread-begun', 'thread-archived', 'post-tagged'),
  ...ignoring('session', 'started', 'refreshed'),
  ...ignoring('invite', 'created', 'accepted', 'revoked'),
  ...ignoring('message', 'sent', 'edited', 'deleted', 'restored', 'reaction-added', 'reaction-removed'),
};

export const audienceChange = (event: DomainEvent): AudienceChange | undefined => changeOf(event.type, event);
const changeOf = <N extends EventName>(name: N, event: Extract<DomainEvent, { readonly type: N }>) => {
  const change: Changing<N> = changes[name];
  return change === 'ignored' ? undefined : change(event);
};
