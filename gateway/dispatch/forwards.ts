/** Forwards: their words stand with another message, so the gateway reads them, and tells when they come or go. */
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import type { ForwardedMessage } from '#domain/message/forward.ts';
import { found } from '#gateway/dispatch/lines.ts';
import { type OutgoingDispatch, toChannel } from '#gateway/dispatch/outgoing.ts';
import { presentForward } from '#gateway/present/message.ts';
import type { ForwardQueries, ForwardView, WordsPlace } from '#queries/message/forward-queries.ts';

/** Names the message that a new message forwards. */
export const forwardedIn = ({ event }: RecordedEvent<DomainEvent>): ForwardedMessage | undefined =>
  event.type === 'message.sent' ? event.data.forward?.forwarded : undefined;

/** Adds the words to the dispatch of a forward. */
export const withForward = (told: OutgoingDispatch, forward: ForwardView | undefined): OutgoingDispatch => {
  const { to, dispatch } = told;
  if (forward === undefined || dispatch.t !== 'message_create') return told;
  const message = { ...dispatch.d.message, forward: presentForward(forward) };
  return { to, dispatch: { t: 'message_create', d: { ...dispatch.d, message } } };
};

/** Names the words that an event made come or go. */
export const changedWords = ({ event }: RecordedEvent<DomainEvent>): WordsPlace | undefined => {
  switch (event.type) {
    case 'message.deleted':
    case 'message.restored':
      return { kind: 'message', messageId: event.data.messageId };
    case 'channel.erased':
      return { kind: 'channel', channelId: event.data.channelId };
    case 'guild.deleted':
      return { kind: 'guild', guildId: event.data.guildId };
    default:
      return undefined;
  }
};

/** Makes the dispatches of forwards that show something else since words came or went. */
export const forwardsTold = async (
  queries: Pick<ForwardQueries, 'forwardsFrom'>,
  words: WordsPlace,
): Promise<ReadonlyArray<OutgoingDispatch>> => {
  const forwards = await found(queries.forwardsFrom(words));
  return forwards.map(({ at: { messageId, guildId, channelId }, forward }) => {
    const d = { message_id: messageId, guild_id: guildId, channel_id: channelId, forward: presentForward(forward) };
    return toChannel(channelId, guildId, { t: 'message_forward_update', d });
  });
};
