import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { NewEvent } from '#domain/kernel/event.ts';
import { inGuild } from '#domain/kernel/home.ts';
import type { ChannelId, EventId, GuildId, MessageId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { NO_FILES } from '#domain/message/attachments.ts';

export const AUTHOR = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
export const MESSAGE = '01HQ3K6Z9Y8X7W6V5T4S3R2Q1P' as MessageId;
const CHANNEL = '01HQ3K5A1B2C3D4E5F6G7H8J9K' as ChannelId;
export const GUILD = '01HQ3K4N5M6P7R8S9T0V1W2X3Y' as GuildId;
const AT = instantOf(Date.UTC(2026, 10, 23, 3));

/** Returns an event that is not stored yet. */
export const houseEvent = (event: DomainEvent): NewEvent<DomainEvent> => ({
  eventId: randomUUID() as EventId,
  event,
  metadata: { actor: `user:${AUTHOR}`, correlation: 'request-1', causation: 'command-1', time: AT },
});

/** Returns a message whose text is sealed under its own key. */
export const said = (content: string): NewEvent<DomainEvent> =>
  houseEvent({
    type: 'message.sent',
    data: {
      messageId: MESSAGE,
      channelId: CHANNEL,
      home: inGuild(GUILD),
      authorId: AUTHOR,
      kind: 'message',
      content,
      sentAt: AT,
      replyTo: null,
      mentionReplied: false,
      mentions: null,
      ...NO_FILES,
      forward: null,
    },
  });

/** Returns a registration whose name is sealed under the user's key. */
export const registered = (username: string): NewEvent<DomainEvent> =>
  houseEvent({ type: 'account.registered', data: { userId: AUTHOR, username, via: 'open' } });

/** Returns a kick whose sealed reason may be null. */
export const kicked = (reason: string | null): NewEvent<DomainEvent> =>
  houseEvent({ type: 'guild.member-kicked', data: { guildId: GUILD, userId: AUTHOR, by: AUTHOR, reason } });
