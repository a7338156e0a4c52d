/** The threads that the user follows in a channel, as rows under it in the channel list, and the one that is open. */

import { createMemo, For, Show } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { Thread } from '#gateway/protocol/resources.ts';
import { followingOf } from '#web/message/threads/follow-thread.tsx';
import { followedThreadsIn } from '#web/message/threads/followed-threads.ts';
import { type ThreadScreen, threadMenu } from '#web/message/threads/thread-menu.ts';
import { isArchived } from '#web/message/threads/thread-time.ts';
import { contextMenu } from '#web/ui/context-menu.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import { markAsRead } from '#web/unread/mark-as-read.ts';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import { MentionBadge, unreadSaid } from '#web/unread/unread-sign.tsx';
import { shownNumber } from '#web/unread/unread-sum.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

type RowsProps = {
  readonly screen: ThreadScreen;
  readonly channelId: ChannelId;
  /** The open thread, of this channel or another one. */
  readonly open: ChannelId | null;
  readonly unread: ShownUnread;
  readonly choose: (thread: Thread) => void;
};

const ThreadRow = (props: Omit<RowsProps, 'channelId'> & { readonly thread: Thread }) => {
  const { screen } = props;
  const id = () => props.thread.channel_id;
  const isOpen = () => props.open === id();
  const unread = createMemo(() => props.unread.of(id()));
  const following = followingOf(screen.client, () => props.thread, screen.complain);
  const marks = markAsRead(screen.client, screen.complain);
  const items = (): ReadonlyArray<MenuItem> => [
    { icon: 'thread', name: words.message.openThread, choose: () => props.choose(props.thread) },
    ...(unread().messages > 0
      ? [{ icon: 'check', name: words.unread.mark, choose: () => marks.channels([id()]) } as const]
      : []),
    following.item(),
    ...threadMenu(screen, props.thread),
  ];
  const menu = contextMenu({ label: () => later.threads.menu(props.thread.name), entries: items });
  return (
    <li
      class="channel thread-row"
      data-thread={id()}
      classList={{ open: isOpen(), unread: unread().messages > 0 }}
      ref={menu.attach}
    >
      <button
        type="button"
        class="channel-name"
        aria-current={isOpen() ? 'true' : undefined}
        tabindex="-1"
        onClick={() => props.choose(props.thread)}
      >
        <Icon name="thread" />
        <span>{props.thread.name}</span>
        <span class="spoken">{[later.threads.one, unreadSaid(unread())].filter((part) => part !== '').join(', ')}</span>
        <Show when={props.unread.isMuted(id())}>
          <span class="sign" title={words.notify.muted}>
            <Icon name="minus" />
            <span class="spoken">{words.notify.muted}</span>
          </span>
        </Show>
        <Show when={unread().messages > 0 && unread().mentions === 0}>
          <span class="thread-news" aria-hidden="true">
            {shownNumber(unread().messages)}
          </span>
        </Show>
        <MentionBadge sum={unread()} />
      </button>
      <Menu label={later.threads.menu(props.thread.name)} class="icon-button" items={items()}>
        <Icon name="more" />
      </Menu>
      <menu.View />
    </li>
  );
};

export const ChannelThreads = (props: RowsProps) => {
  const { client, now } = props.screen;
  /** A thread with news is open again, whatever the clock of this device says. */
  const ids = createMemo(
    (): ReadonlyArray<ChannelId> => {
      const shown = followedThreadsIn(client.state(), props.channelId).filter(
        (thread) => !isArchived(thread, now()) || props.unread.of(thread.channel_id).messages > 0,
      );
      const found = shown.map(({ channel_id }) => channel_id);
      const open = props.open === null ? undefined : client.state().channels[props.open]?.thread;
      const isMissing = open?.parent_id === props.channelId && !found.includes(open.channel_id);
      return isMissing ? [...found, open.channel_id] : found;
    },
    [],
    { equals: (a, b) => a.join() === b.join() },
  );
  return (
    <For each={ids()}>
      {(id) => (
        <Show when={client.state().channels[id]?.thread}>{(thread) => <ThreadRow {...props} thread={thread()} />}</Show>
      )}
    </For>
  );
};
