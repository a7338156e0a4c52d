import type { DomainEvent, EventName } from '#domain/event-catalog.ts';
import { actingUser } from '#domain/kernel/actor.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import type { GuildId, UserId } from '#domain/kernel/ids.ts';
import { accountTellings } from '#gateway/dispatch/account.ts';
import { channelTellings } from '#gateway/dispatch/channel.ts';
import { guildTellings } from '#gateway/dispatch/guild.ts';
import { inviteTellings } from '#gateway/dispatch/invite.ts';
import { messageTellings } from '#gateway/dispatch/message.ts';
import type { OutgoingDispatch, RecordedEventOf, Telling, Tellings } from '#gateway/dispatch/outgoing.ts';
import { sessionTellings } from '#gateway/dispatch/session.ts';
import type { User } from '#gateway/protocol/resources.ts';
import type { MemberView } from '#queries/queries.ts';

/** Tellings of all events. A new event does not compile until it has a line, which may be `silent`. */
export const tellings: Tellings<EventName> = {
  ...accountTellings,
  ...sessionTellings,
  ...guildTellings,
  ...channelTellings,
  ...inviteTellings,
  ...messageTellings,
};

/** Names the user whose name `outgoing` needs for this event. */
export const personIn = (recorded: RecordedEvent<DomainEvent>): UserId | undefined =>
  personOf(recorded.event.type, recorded as RecordedEventOf<EventName>);
const personOf = <N extends EventName>(name: N, { event, metadata }: RecordedEventOf<N>) => {
  const telling: Telling<N> = tellings[name];
  if (telling.kind === 'of-actor') return actingUser(metadata.actor);
  return telling.kind === 'of-person' ? telling.about(event) : undefined;
};

/** Names the member whom `outgoing` needs for this event. */
export const memberIn = (event: DomainEvent): { readonly guildId: GuildId; readonly userId: UserId } | undefined => {
  if (tellings[event.type].kind !== 'of-member') return undefined;
  return 'guildId' in event.data && 'userId' in event.data ? (event.data as OfMember) : undefined;
};
type OfMember = { readonly guildId: GuildId; readonly userId: UserId };

export const outgoing = (
  recorded: RecordedEvent<DomainEvent>,
  person: User | undefined,
  member: MemberView | undefined = undefined,
): ReadonlyArray<OutgoingDispatch> => tell(recorded.event.type, recorded as RecordedEventOf<EventName>, person, member);
const tell = <N extends EventName>(
  name: N,
  recorded: RecordedEventOf<N>,
  person: User | undefined,
  member: MemberView | undefined,
) => {
  const telling: Telling<N> = tellings[name];
  if (telling.kind === 'plain') return telling.tell(recorded);
  if (telling.kind === 'of-member') return member === undefined ? [] : telling.tell(recorded, member);
  if (telling.kind === 'of-actor') return telling.tell(recorded, person ?? null);
  if (person === undefined) throw new Error(`The dispatch of ${name} needs the name of a user`);
  return telling.tell(recorded, person);
};
