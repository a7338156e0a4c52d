import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { ClientState } from '#web/store/state.ts';

/** The threads that the user follows in a channel, the last active one first. The archived ones are among them. */
export const followedThreadsIn = (
  { channels, followed }: Pick<ClientState, 'channels' | 'followed'>,
  parentId: ChannelId,
): ReadonlyArray<Thread> =>
  Object.keys(followed)
    .flatMap((id) => channels[id as ChannelId]?.thread ?? [])
    .filter((thread) => thread.parent_id === parentId)
    .toSorted((a, b) => ((a.last_at ?? a.begun_at) < (b.last_at ?? b.begun_at) ? 1 : -1));
