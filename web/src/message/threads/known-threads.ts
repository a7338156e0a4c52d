import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Message, Thread } from '#gateway/protocol/resources.ts';
import type { ClientState, Place } from '#web/store/state.ts';

/**
 * The thread about a message, as the server told it last. The thread has the id of the message. The message itself may
 * still carry a thread that was deleted since, so only the places count.
 */
export const threadAbout = (
  channel: (id: ChannelId) => Place | undefined,
  { message_id: id }: Pick<Message, 'message_id'>,
): Thread | undefined => channel(id as string as ChannelId)?.thread;

/** The thread that a system line is about, as the server told it last. */
export const threadOfLine = (
  { channels }: Pick<ClientState, 'channels'>,
  { thread_id: id }: Pick<Message, 'thread_id'>,
): Thread | undefined => (id === undefined ? undefined : channels[id]?.thread);
