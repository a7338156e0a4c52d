/** Draws the open dialog about a thread, a post or a forward. They share the parts of threads, which come with the first one. */

import { Match, Show, Switch } from 'solid-js';
import type { Channel, Message, Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { loadThreadParts } from '#web/message/threads/later-threads.ts';
import type { openDialog } from '#web/open-dialog.ts';
import type { Router } from '#web/router.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import type { NewsToast } from '#web/ui/toasts.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';

type ScreenParts = {
  readonly client: Client;
  readonly router: Router;
  readonly where: Whereabouts;
  readonly inform: NewsToast;
};

const ThreadBeginning = (props: {
  readonly screen: ScreenParts;
  readonly channel: Channel;
  readonly about: { readonly messageId: Message['message_id']; readonly text: string } | null;
  readonly close: () => void;
}) => (
  <Loaded load={loadThreadParts}>
    {({ BeginThreadDialog }) => (
      <BeginThreadDialog
        client={props.screen.client}
        channel={props.channel}
        about={props.about}
        close={props.close}
        begun={(thread) => props.screen.where.goTo(thread)}
      />
    )}
  </Loaded>
);

/** Begins a post in a forum, or a thread by itself in any other channel. */
const NewThread = (props: { readonly screen: ScreenParts; readonly channel: Channel; readonly close: () => void }) => (
  <Show
    when={props.channel.kind === 'forum'}
    fallback={<ThreadBeginning screen={props.screen} channel={props.channel} about={null} close={props.close} />}
  >
    <Loaded load={loadThreadParts}>
      {({ NewPostDialog }) => (
        <NewPostDialog
          client={props.screen.client}
          forum={props.channel}
          close={props.close}
          begun={(thread) => props.screen.where.goTo(thread)}
        />
      )}
    </Loaded>
  </Show>
);

const PostTagging = (props: {
  readonly client: Client;
  readonly of: { readonly thread: Thread; readonly forum: Channel };
  readonly close: () => void;
}) => (
  <Loaded load={loadThreadParts}>
    {({ PostTagsDialog }) => (
      <PostTagsDialog client={props.client} thread={props.of.thread} forum={props.of.forum} close={props.close} />
    )}
  </Loaded>
);

const Forwarding = (props: { readonly screen: ScreenParts; readonly message: Message; readonly close: () => void }) => (
  <Loaded load={loadThreadParts}>
    {({ ForwardDialog }) => (
      <ForwardDialog
        client={props.screen.client}
        message={props.message}
        inform={props.screen.inform}
        go={(channel) => props.screen.where.goTo(channel)}
        close={props.close}
      />
    )}
  </Loaded>
);

export const ThreadDialogs = ({
  screen,
  open,
  close,
}: {
  readonly screen: ScreenParts;
  readonly open: ReturnType<typeof openDialog>;
  readonly close: () => void;
}) => {
  const { client, router, where } = screen;
  const { channelOf, messageOf, aboutMessage, postTags } = open;
  return (
    <Switch>
      <Match when={channelOf('threads')}>
        {(channel) => (
          <Loaded load={loadThreadParts}>
            {({ ThreadsDialog }) => (
              <ThreadsDialog
                client={client}
                channel={channel()}
                go={(thread) => where.goTo(thread)}
                begin={() => router.openDialog({ kind: 'new-thread', channelId: channel().channel_id })}
                close={close}
              />
            )}
          </Loaded>
        )}
      </Match>
      <Match when={channelOf('new-thread')}>
        {(channel) => <NewThread screen={screen} channel={channel()} close={close} />}
      </Match>
      <Match when={postTags()}>{(it) => <PostTagging client={client} of={it()} close={close} />}</Match>
      <Match when={aboutMessage()}>
        {(it) => (
          <ThreadBeginning
            screen={screen}
            channel={it().channel}
            about={{ messageId: it().message.message_id, text: it().message.content ?? '' }}
            close={close}
          />
        )}
      </Match>
      <Match when={messageOf('forward')}>
        {(message) => <Forwarding screen={screen} message={message()} close={close} />}
      </Match>
    </Switch>
  );
};
