import type { Message, Thread } from '#gateway/protocol/resources.ts';
import type { ClientState, Place } from '#web/store/state.ts';

/** The thread about a message, as the server told it last. The thread has the id of the message. */
export const threadAbout = (
  { channels }: Pick<ClientState, 'channels'>,
  { message_id: id, thread }: Pick<Message, 'message_id' | 'thread'>,
): Thread | undefined => {
  const places: { readonly [id: string]: Place } = channels;
  return places[id]?.thread ?? thread;
};
