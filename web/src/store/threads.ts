/** Threads as the client knows them. They stand among the channels, with the permissions of their parents. */

import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Permission } from '#domain/permission/bits.ts';
import type { Message, Thread } from '#gateway/protocol/resources.ts';
import type { ClientState, Place } from '#web/store/state.ts';

type Places = ClientState['channels'];

/** In a thread a member writes exactly when they may write in threads (see `domain/permission/resolve.ts`). */
const inThread = (permissions: ReadonlyArray<Permission>): ReadonlyArray<Permission> => {
  const others = permissions.filter((name) => name !== 'send_messages');
  return others.includes('send_messages_in_threads') ? [...others, 'send_messages'] : others;
};

const asPlace = (thread: Thread, { topic: _, ...parent }: Place): Place => {
  const { channel_id, parent_id, name, begun_at: created_at } = thread;
  const permissions = inThread(parent.permissions);
  // A post is written in like a text channel, and a forum is not.
  return { ...parent, kind: 'text', channel_id, parent_id, name, created_at, permissions, thread };
};

/** Puts threads among the channels, as they are now. A thread without a parent in sight is left out. */
export const withThreads = (channels: Places, threads: ReadonlyArray<Thread>): Places => {
  const places = threads.flatMap((thread): ReadonlyArray<readonly [ChannelId, Place]> => {
    const parent = channels[thread.parent_id];
    return parent === undefined ? [] : [[thread.channel_id, asPlace(thread, parent)]];
  });
  return places.length === 0 ? channels : { ...channels, ...Object.fromEntries(places) };
};

/** Marks threads as followed. The server names only threads whose channels the user sees. */
export const followedIn = (threads: ReadonlyArray<Thread>): ClientState['followed'] =>
  Object.fromEntries(threads.map(({ channel_id: id }) => [id, true]));

/** The threads that the client knows, or those of one channel. */
export const threadsIn = (channels: Places, parentId?: ChannelId): ReadonlyArray<Thread> =>
  Object.values(channels).flatMap(({ thread }) =>
    thread !== undefined && (parentId === undefined || thread.parent_id === parentId) ? [thread] : [],
  );

/** Takes the threads about the messages of a page. */
export const withThreadsOf = (state: ClientState, messages: ReadonlyArray<Message>): ClientState => {
  const channels = withThreads(
    state.channels,
    messages.flatMap(({ thread }) => thread ?? []),
  );
  return channels === state.channels ? state : { ...state, channels };
};
