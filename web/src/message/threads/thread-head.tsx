import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, Show } from 'solid-js';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { FollowButton, followingOf } from '#web/message/threads/follow-thread.tsx';
import { PostTags } from '#web/message/threads/post-tags.tsx';
import { isArchived } from '#web/message/threads/thread-time.ts';
import { pathOf, routeTo } from '#web/routes.ts';
import { may } from '#web/store/rights.ts';
import { IconButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import type { MenuItem } from '#web/ui/menu-list.tsx';
import type { FailureToast } from '#web/ui/toasts.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';

/** The head of an open thread: the way back to its channel, its name, and the acts on it. */
export const ThreadHead = (props: {
  readonly client: Client;
  readonly thread: Thread;
  readonly show: (dialog: DialogRoute) => void;
  readonly copy: (text: string) => void;
  readonly complain: FailureToast;
}) => {
  const { client } = props;
  const { openChannel, now } = useSurroundings();
  const parent = createMemo(() => client.state().channels[props.thread.parent_id]);
  const following = followingOf(client, () => props.thread, props.complain);
  const archive = async (): Promise<void> => {
    const path = `/channels/${props.thread.channel_id}/archive`;
    const answer = await client.api.run({ method: 'PUT', path, key: client.api.newKey() });
    if (isLeft(answer)) props.complain(await problemSaid(answer.left));
  };
  const items = (): ReadonlyArray<MenuItem> => {
    const { channel_id: channelId, guild_id: guildId, begun_by: maker } = props.thread;
    const manages = may(parent() ?? null, 'manage_threads');
    const tends = manages || maker.user_id === client.state().me?.user_id;
    const link = client.platform.origin + pathOf(routeTo(guildId, channelId));
    const copying: MenuItem = { icon: 'link', name: later.threads.copyLink, choose: () => props.copy(link) };
    const tagging: ReadonlyArray<MenuItem> =
      (parent()?.tags ?? []).length === 0
        ? []
        : [{ icon: 'ticket', name: later.forum.editTags, choose: () => props.show({ kind: 'post-tags', channelId }) }];
    const tending: ReadonlyArray<MenuItem> = [
      ...tagging,
      {
        icon: 'pencil',
        name: later.threads.rename,
        choose: () => props.show({ kind: 'rename-channel', channelId }),
      },
      ...(isArchived(props.thread, now())
        ? []
        : [{ icon: 'folder', name: later.threads.archive, choose: () => void archive() } as const]),
    ];
    const removing: MenuItem = {
      icon: 'trash',
      name: later.threads.remove,
      tone: 'danger',
      choose: () => props.show({ kind: 'delete-channel', channelId }),
    };
    return [following.item(), copying, ...(tends ? tending : []), ...(manages ? [removing] : [])];
  };
  return (
    <>
      <header class="channel-head thread-head">
        <Show when={parent()}>
          {(channel) => (
            <IconButton
              icon="back"
              tip="below"
              name={later.threads.back(channel().name)}
              press={() => openChannel(channel())}
            />
          )}
        </Show>
        <h1>
          <Icon name="thread" />
          <span>{props.thread.name}</span>
        </h1>
        <span class="topic">{parent() === undefined ? '' : `#${parent()?.name}`}</span>
        <FollowButton following={following} />
        <Menu label={later.threads.menu(props.thread.name)} class="icon-button" items={items()}>
          <Icon name="more" />
        </Menu>
      </header>
      <PostTags client={client} thread={props.thread} />
      <Show when={isArchived(props.thread, now())}>
        <p class="thread-archived" role="status">
          {later.threads.isArchived}
        </p>
      </Show>
    </>
  );
};
