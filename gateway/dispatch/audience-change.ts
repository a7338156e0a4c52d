/** How each event changes who hears what. It takes effect before the event itself, and anything after it, is told. */
import type { DomainEvent, EventName, EventNamed } from '#domain/event-catalog.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, SessionId, UserId } from '#domain/kernel/ids.ts';

export type AudienceChange =
  | { readonly kind: 'MemberCame'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'MemberGone'; readonly guildId: GuildId; readonly userId: UserId }
  | { readonly kind: 'GuildGone'; readonly guildId: GuildId }
  | { readonly kind: 'ChannelGone'; readonly guildId: GuildId | null; readonly channelId: ChannelId }
  | { readonly kind: 'SessionGone'; readonly sessionId: SessionId };

const unchanged = (): undefined => undefined;

/**
 * Exhaustive by name. An event that takes a right away without taking anybody out (a role, an overwrite) must say
 * so here with a change of its own, at which the guild's subscriptions go through the visibility gate again.
 */
const changes: { readonly [N in EventName]: (event: EventNamed<N>) => AudienceChange | undefined } = {
  'account.username-claimed': unchanged,
  'account.username-released': unchanged,
  'account.registered': unchanged,
  'account.imported': unchanged,
  'account.server-ownership-claimed': unchanged,
  'account.guild-acquired': unchanged,
  'account.guild-relinquished': unchanged,
  'session.started': unchanged,
  'session.refreshed': unchanged,
  'session.revoked': ({ data }) => ({ kind: 'SessionGone', sessionId: data.sessionId }),
  'guild.created': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.ownerId }),
  'guild.renamed': unchanged,
  'guild.deleted': ({ data }) => ({ kind: 'GuildGone', guildId: data.guildId }),
  'guild.channel-listed': unchanged,
  'guild.channel-unlisted': unchanged,
  'guild.member-joined': ({ data }) => ({ kind: 'MemberCame', guildId: data.guildId, userId: data.userId }),
  'guild.member-left': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
  'guild.member-kicked': ({ data }) => ({ kind: 'MemberGone', guildId: data.guildId, userId: data.userId }),
  'channel.created': unchanged,
  'channel.renamed': unchanged,
  'channel.deleted': ({ data: { home, channelId } }) => ({ kind: 'ChannelGone', guildId: guildOf(home), channelId }),
  'invite.created': unchanged,
  'invite.accepted': unchanged,
  'message.sent': unchanged,
  'message.edited': unchanged,
  'message.deleted': unchanged,
  'message.reaction-added': unchanged,
  'message.reaction-removed': unchanged,
};

export const audienceChange = (event: DomainEvent): AudienceChange | undefined => changeOf(event.type, event);
const changeOf = <N extends EventName>(name: N, event: Extract<DomainEvent, { readonly type: N }>) => {
  const change: (event: EventNamed<N>) => AudienceChange | undefined = changes[name];
  return change(event);
};
