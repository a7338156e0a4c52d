import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
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

/** The head of an open thread: its name, the acts on it, and the way back to its channel. */
export const ThreadHead = (props: {
  readonly client: Client;
  /** Undefined while the thread of an address is looked for. */
  readonly thread: Thread | undefined;
  /** True once the thread is gone. Nothing can be done to it then. */
  readonly gone: boolean;
  /** True in the place of the channel. A button leads back there. Beside the channel a cross closes the pane. */
  readonly alone: boolean;
  readonly show: (dialog: DialogRoute) => void;
  readonly copy: (text: string) => void;
  readonly complain: FailureToast;
  readonly close: () => void;
}) => {
  const { client } = props;
  const { now } = useSurroundings();
  const parent = createMemo(() =>
    props.thread === undefined ? undefined : client.state().channels[props.thread.parent_id],
  );
  const archive = async (thread: Thread): Promise<void> => {
    const path = `/channels/${thread.channel_id}/archive`;
    const answer = await client.api.run({ method: 'PUT', path, key: client.api.newKey() });
    if (isLeft(answer)) props.complain(await problemSaid(answer.left));
  };
  const items = (thread: Thread): ReadonlyArray<MenuItem> => {
    const { channel_id: channelId, guild_id: guildId, begun_by: maker, parent_id: parentId } = thread;
    const manages = may(parent() ?? null, 'manage_threads');
    const tends = manages || maker.user_id === client.state().me?.user_id;
    const link =
      client.platform.origin + pathOf(routeTo(guildId, parentId, null, { threadId: channelId, messageId: null }));
    const copying: MenuItem = { icon: 'link', name: later.threads.copyLink, choose: () => props.copy(link) };
    const tending: ReadonlyArray<MenuItem> = [
      {
        icon: 'pencil',
        name: later.threads.rename,
        choose: () => props.show({ kind: 'rename-channel', channelId }),
      },
      ...(isArchived(thread, now())
        ? []
        : [{ icon: 'folder', name: later.threads.archive, choose: () => void archive(thread) } as const]),
    ];
    const removing: MenuItem = {
      icon: 'trash',
      name: later.threads.remove,
      tone: 'danger',
      choose: () => props.show({ kind: 'delete-channel', channelId }),
    };
    return [copying, ...(tends ? tending : []), ...(manages ? [removing] : [])];
  };
  return (
    <>
      <header class="channel-head thread-head">
        <Show when={props.alone}>
          <IconButton icon="back" tip="below" name={later.threads.back(parent()?.name)} press={() => props.close()} />
        </Show>
        <Dynamic component={props.alone ? 'h1' : 'h2'}>
          <Icon name="thread" />
          <span>{props.thread?.name ?? later.threads.one}</span>
        </Dynamic>
        <Show when={props.gone ? undefined : props.thread}>
          {(thread) => (
            <Menu label={later.threads.menu(thread().name)} class="icon-button" items={items(thread())}>
              <Icon name="more" />
            </Menu>
          )}
        </Show>
        <Show when={!props.alone}>
          <IconButton icon="close" tip="below-end" name={later.threads.close} press={() => props.close()} />
        </Show>
      </header>
      <Show when={!props.gone && props.thread !== undefined && isArchived(props.thread, now())}>
        <p class="thread-archived" role="status">
          {later.threads.isArchived}
        </p>
      </Show>
    </>
  );
};
