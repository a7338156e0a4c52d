/** The acts of a user on a thread. Its head and its row in the channel list share them. */

import { isLeft } from 'fp-ts/lib/Either.js';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import { isArchived } from '#web/message/threads/thread-time.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import { may } from '#web/store/rights.ts';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { FailureToast } from '#web/ui/toasts.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';

export type ThreadScreen = {
  readonly client: Client;
  readonly show: (dialog: DialogRoute) => void;
  readonly copyText: (text: string) => void;
  readonly complain: FailureToast;
  readonly now: () => number;
};

const archive = async ({ client, complain }: ThreadScreen, { channel_id: id }: Thread): Promise<void> => {
  const answer = await client.api.run({ method: 'PUT', path: `/channels/${id}/archive`, key: client.api.newKey() });
  if (isLeft(answer)) complain(await problemSaid(answer.left));
};

/** The maker of a thread and a moderator name and archive it. A moderator deletes it. */
export const threadMenu = (screen: ThreadScreen, thread: Thread): ReadonlyArray<MenuItem> => {
  const { client, show } = screen;
  const { channel_id: channelId, guild_id: guildId, parent_id: parentId } = thread;
  const { channels, me } = client.state();
  const manages = may(channels[parentId] ?? null, 'manage_threads');
  const tends = manages || thread.begun_by.user_id === me?.user_id;
  const path = pathOf(routeTo(guildId, parentId, null, { threadId: channelId, messageId: null }));
  const items: MenuItem[] = [
    { icon: 'link', name: later.threads.copyLink, choose: () => screen.copyText(client.platform.origin + path) },
  ];
  if (tends && (channels[parentId]?.tags ?? []).length > 0) {
    const choose = () => show({ kind: 'post-tags', channelId });
    items.push({ icon: 'ticket', name: later.forum.editTags, choose });
  }
  if (tends) {
    const choose = () => show({ kind: 'rename-channel', channelId });
    items.push({ icon: 'pencil', name: later.threads.rename, choose });
  }
  if (tends && !isArchived(thread, screen.now()))
    items.push({ icon: 'folder', name: later.threads.archive, choose: () => void archive(screen, thread) });
  if (manages) {
    const choose = () => show({ kind: 'delete-channel', channelId });
    items.push({ icon: 'trash', name: later.threads.remove, tone: 'danger', choose });
  }
  return items;
};
