/** System lines: the timeline makes them of some events, and the subscribers of the channel hear them as messages. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { GuildId, MessageId } from '#domain/kernel/ids.ts';
import { lineIdOf } from '#domain/message/line.ts';
import { type OutgoingDispatch, toChannel } from '#gateway/dispatch/outgoing.ts';
import { presentMessage } from '#gateway/present/message.ts';
import { presentUser } from '#gateway/present/user.ts';
import type { AuthoredMessage } from '#queries/queries.ts';

/** Names the line that an event may have, and the guild whose listeners might hear it. */
export const lineIn = ({
  event,
  eventId,
}: RecordedEvent<DomainEvent>): { readonly guildId: GuildId; readonly messageId: MessageId } | undefined => {
  const at = (guildId: GuildId | null) => (guildId === null ? undefined : { guildId, messageId: lineIdOf(eventId) });
  switch (event.type) {
    case 'channel.message-pinned':
    case 'channel.renamed':
      return at(guildOf(event.data.home));
    case 'guild.member-joined':
      return at(event.data.guildId);
    default:
      return undefined;
  }
};

/** Tells a line. It quotes nothing, because not every listener may read the history. */
export const lineTold = (line: AuthoredMessage): OutgoingDispatch => {
  const message = presentMessage(line, presentUser(line.author));
  return toChannel(line.channelId, line.guildId, { t: 'message_create', d: { message } });
};
