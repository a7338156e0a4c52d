/** The choice to follow a thread, as a button in its head and as an item of its menu. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createSignal } from 'solid-js';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { IconButton } from '#web/ui/button.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { FailureToast } from '#web/ui/toasts.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';

/** Follows a thread, or follows it no more. The server tells all devices, and this one shows it then. */
export const followingOf = (client: Client, thread: () => Thread, complain: FailureToast) => {
  const follows = createMemo(() => client.state().followed[thread().channel_id] === true);
  const [runs, setRuns] = createSignal(false);
  const toggle = async (): Promise<void> => {
    if (runs()) return;
    setRuns(true);
    const path = `/channels/${thread().channel_id}/follow`;
    const method = follows() ? 'DELETE' : 'PUT';
    const answer = await client.api.run({ method, path, key: client.api.newKey() });
    setRuns(false);
    if (isLeft(answer)) complain(await problemSaid(answer.left));
  };
  const item = (): MenuItem => ({
    icon: 'bell',
    name: follows() ? later.threads.unfollow : later.threads.follow,
    choose: () => void toggle(),
  });
  return { follows, toggle, item };
};

/** The button keeps its name, because a screen reader says whether it is pressed. */
export const FollowButton = (props: { readonly following: ReturnType<typeof followingOf> }) => (
  <IconButton
    icon="bell"
    tip="below"
    name={later.threads.follow}
    pressed={props.following.follows()}
    press={() => void props.following.toggle()}
  />
);
