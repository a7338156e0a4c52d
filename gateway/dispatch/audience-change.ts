/** Says how each event changes the audience. The change takes effect before the event itself is dispatched. */
import { type DomainEvent, type EventName, type EventNamed, ignoring } from '#domain/event-catalog.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';

export type AudienceChange =
  | { readonly kind: 'MemberCame'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'MemberGone'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'GuildGone'; readonly guildId: GuildId }
  | { readonly kind: 'ChannelGone'; readonly guildId: GuildId | null; readonly channelId: ChannelId }
  | { readonly kind: 'SessionGone'; readonly sessionId: SessionId };

type Changing<N extends EventName> = ((event: EventNamed<N>) => AudienceChange | undefined) | 'ignored';

/**
 * One line for each event name. An event that takes a right away and leaves everybody a member (a role, an overwrite)
 * needs a change of its own here, at which the guild's subscriptions go through the visibility gate again.
 */
const changes: { readonly [N in EventName]: Changing<N> } = {
  'session.revoked': ({ data }) => ({ kind: 'SessionGone', sessionId: data.sessionId }),
  'guild.created': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.ownerId }),
  'guild.deleted': ({ data }) => ({ kind: 'GuildGone', guildId: data.guildId }),
  'guild.member-joined': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.userId }),
  'guild.member-left': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
  'guild.member-kicked': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
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
  ...ignoring('session', 'started', 'refreshed'),
  ...ignoring('guild', 'renamed', 'channel-listed', 'channel-unlisted'),
  ...ignoring('channel', 'created', 'renamed'),
  ...ignoring('invite', 'created', 'accepted'),
  ...ignoring('message', 'sent', 'edited', 'deleted', 'reaction-added', 'reaction-removed'),
};

export const audienceChange = (event: DomainEvent): AudienceChange | undefined => changeOf(event.type, event);
const changeOf = <N extends EventName>(name: N, event: Extract<DomainEvent, { readonly type: N }>) => {
  const change: Changing<N> = changes[name];
  return change === 'ignored' ? undefined : change(event);
};
