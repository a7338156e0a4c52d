import { createMemo, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Thread } from '#gateway/protocol/resources.ts';
import { FollowButton, followingOf } from '#web/message/threads/follow-thread.tsx';
import { PostTags } from '#web/message/threads/post-tags.tsx';
import { type ThreadScreen, threadMenu } from '#web/message/threads/thread-menu.ts';
import { isArchived } from '#web/message/threads/thread-time.ts';
import { IconButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { later } from '#web/words/later/later-words.ts';

const Acts = (props: { readonly screen: ThreadScreen; readonly thread: Thread }) => {
  const following = followingOf(props.screen.client, () => props.thread, props.screen.complain);
  return (
    <>
      <FollowButton following={following} />
      <Menu
        label={later.threads.menu(props.thread.name)}
        class="icon-button"
        items={[following.item(), ...threadMenu(props.screen, props.thread)]}
      >
        <Icon name="more" />
      </Menu>
    </>
  );
};

/** The head of an open thread: its name, the acts on it, and the way back to its channel. */
export const ThreadHead = (props: {
  readonly screen: ThreadScreen;
  /** Undefined while the thread of an address is looked for. */
  readonly thread: Thread | undefined;
  /** True once the thread is gone. Nothing can be done to it then. */
  readonly gone: boolean;
  /** True in the place of the channel. A button leads back there. Beside the channel a cross closes the pane. */
  readonly alone: boolean;
  readonly close: () => void;
}) => {
  const { client, now } = props.screen;
  const parent = createMemo(() =>
    props.thread === undefined ? undefined : client.state().channels[props.thread.parent_id],
  );
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
          {(thread) => <Acts screen={props.screen} thread={thread()} />}
        </Show>
        <Show when={!props.alone}>
          <IconButton icon="close" tip="below-end" name={later.threads.close} press={() => props.close()} />
        </Show>
      </header>
      <Show when={props.thread}>{(thread) => <PostTags client={client} thread={thread()} />}</Show>
      <Show when={!props.gone && props.thread !== undefined && isArchived(props.thread, now())}>
        <p class="thread-archived" role="status">
          {later.threads.isArchived}
        </p>
      </Show>
    </>
  );
};
