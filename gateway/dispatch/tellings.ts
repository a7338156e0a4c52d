import type { DomainEvent, EventName } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import type { UserId } from '#domain/kernel/ids.ts';
import { accountTellings } from '#gateway/dispatch/account.ts';
import { channelTellings } from '#gateway/dispatch/channel.ts';
import { guildTellings } from '#gateway/dispatch/guild.ts';
import { inviteTellings } from '#gateway/dispatch/invite.ts';
import { messageTellings } from '#gateway/dispatch/message.ts';
import type { OutgoingDispatch, RecordedEventOf, Telling, Tellings } from '#gateway/dispatch/outgoing.ts';
import { sessionTellings } from '#gateway/dispatch/session.ts';
import type { User } from '#gateway/protocol/resources.ts';

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
export const personIn = (event: DomainEvent): UserId | undefined => personOf(event.type, event);
const personOf = <N extends EventName>(name: N, event: Extract<DomainEvent, { readonly type: N }>) => {
  const telling: Telling<N> = tellings[name];
  return telling.kind === 'of-person' ? telling.about(event) : undefined;
};

export const outgoing = (
  recorded: RecordedEvent<DomainEvent>,
  person: User | undefined,
): ReadonlyArray<OutgoingDispatch> => tell(recorded.event.type, recorded as RecordedEventOf<EventName>, person);
const tell = <N extends EventName>(name: N, recorded: RecordedEventOf<N>, person: User | undefined) => {
  const telling: Telling<N> = tellings[name];
  if (telling.kind === 'plain') return telling.tell(recorded);
  if (person === undefined) throw new Error(`The dispatch of ${name} needs the name of a user`);
  return telling.tell(recorded, person);
};
