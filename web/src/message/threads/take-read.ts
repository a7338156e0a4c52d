import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { Place } from '#web/store/state.ts';

/**
 * Begins to read threads. Answers how the client takes what was read. A thread that the client was told of meanwhile stays
 * as it was told, because the answer may be older.
 */
export const readingThreads = (client: Pick<Client, 'takeThreads'> & { readonly state: () => Threads }) => {
  const before = client.state().channels;
  return (threads: ReadonlyArray<Thread>): void => {
    const { channels: now } = client.state();
    client.takeThreads(
      threads.filter(({ channel_id: id }) => {
        const known = now[id]?.thread;
        return known === undefined || known === before[id]?.thread;
      }),
    );
  };
};
type Threads = { readonly channels: { readonly [id: ChannelId]: Pick<Place, 'thread'> } };
