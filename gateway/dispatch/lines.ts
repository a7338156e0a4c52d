/** System lines: the timeline makes them of some events, and the subscribers of the channel hear them as messages. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { DomainEvent } from '#domain/event-catalog.ts';
import type { RecordedEvent } from '#domain/kernel/event.ts';
import { guildOf } from '#domain/kernel/home.ts';
import type { ChannelId, GuildId, MessageId } from '#domain/kernel/ids.ts';
import { lineIdOf } from '#domain/message/line.ts';
import { type OutgoingDispatch, toChannel } from '#gateway/dispatch/outgoing.ts';
import { presentLine } from '#gateway/present/message.ts';
import type { Queries, QueryFailure } from '#queries/queries.ts';

/** An event that may have made a line, or that hides or shows the line about a thread. Most channels are no threads. */
type LineEvent = { readonly guildId: GuildId } & (
  | { readonly kind: 'made'; readonly messageId: MessageId }
  | { readonly kind: 'hidden' | 'shown'; readonly threadId: ChannelId; readonly revision: number }
);

/** Names the line that an event may change, and the guild whose listeners might hear it. */
export const lineIn = ({ event, eventId, revision }: RecordedEvent<DomainEvent>): LineEvent | undefined => {
  const made = (guildId: GuildId | null): LineEvent | undefined =>
    guildId === null ? undefined : { kind: 'made', guildId, messageId: lineIdOf(eventId) };
  const changed = (kind: 'hidden' | 'shown', guildId: GuildId | null, threadId: ChannelId): LineEvent | undefined =>
    guildId === null ? undefined : { kind, guildId, threadId, revision };
  switch (event.type) {
    case 'channel.message-pinned':
    case 'channel.renamed':
    case 'channel.thread-begun':
      return made(guildOf(event.data.home));
    case 'channel.deleted':
      return changed('hidden', guildOf(event.data.home), event.data.channelId);
    case 'channel.restored':
      return changed('shown', guildOf(event.data.home), event.data.channelId);
    case 'guild.member-joined':
      return made(event.data.guildId);
    default:
      return undefined;
  }
};

/** Answers what the read models say, and throws while they are away. */
export const found = async <A>(asked: TaskEither<QueryFailure, A>): Promise<A> => {
  const answer = await asked();
  if (isLeft(answer)) throw new Error(`The read models are away: ${answer.left.why}`);
  return answer.right;
};

/** Answers what to tell of a line, once the timeline has it. Undefined when the event changed no line. */
export const lineTold = async (
  queries: Pick<Queries, 'systemLine' | 'lineAboutThread'>,
  of: LineEvent,
): Promise<OutgoingDispatch | undefined> => {
  if (of.kind === 'made') {
    const line = await found(queries.systemLine({ messageId: of.messageId }));
    if (line === undefined) return undefined;
    return toChannel(line.channelId, line.guildId, { t: 'message_create', d: { message: presentLine(line) } });
  }
  const at = await found(queries.lineAboutThread({ threadId: of.threadId }));
  if (at === undefined) return undefined;
  const d = { message_id: at.messageId, guild_id: at.guildId, channel_id: at.channelId, revision: of.revision };
  return toChannel(at.channelId, at.guildId, { t: of.kind === 'hidden' ? 'message_delete' : 'message_restore', d });
};
