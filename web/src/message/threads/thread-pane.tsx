/**
 * The pane of the open thread: its head, its messages and its composer. It stands beside the channel, or in its place on a
 * small screen.
 */

import { createEffect, createMemo, on, onMount, Show } from 'solid-js';
import { focusLoaded, focusThread } from '#web/focus.ts';
import { type ConversationScreen, type KeptTexts, rightsIn } from '#web/main-pane.tsx';
import { Conversation } from '#web/message/conversation.tsx';
import { leftTexts } from '#web/message/left-texts.ts';
import { FindThread } from '#web/message/threads/find-thread.tsx';
import { GoneThread } from '#web/message/threads/gone-thread.tsx';
import { ThreadHead } from '#web/message/threads/thread-head.tsx';
import type { Screen } from '#web/screen.ts';
import type { Place } from '#web/store/state.ts';
import type { OpenThread } from '#web/thread-place.ts';
import { later } from '#web/words/later/later-words.ts';

type ThreadPaneProps = ConversationScreen & {
  readonly kept: KeptTexts;
  readonly size: Screen;
  /** True while the thread stands in the place of its channel. */
  readonly alone: boolean;
  readonly close: () => void;
};

const Open = (props: ThreadPaneProps & { readonly here: OpenThread; readonly thread: Place }) => {
  const { client, where, seeking } = props;
  const lost = () => props.here.place === null;
  onMount(() => focusThread(props.size));
  const Notice = () => (
    <GoneThread
      name={props.thread.name}
      texts={leftTexts(client, props.kept, props.thread.channel_id, true)}
      copy={props.copyText}
      close={props.close}
    />
  );
  return (
    <Conversation
      client={client}
      pane="thread"
      leave={props.close}
      label={later.threads.write(props.thread.name)}
      channel={props.thread}
      me={props.me}
      rights={rightsIn(props.here.place)}
      firstSteps={undefined}
      {...props.kept}
      lost={lost()}
      notice={Notice}
      loaded={() => focusLoaded('thread')}
      complain={props.complain}
      inform={props.inform}
      toast={props.toast}
      copyText={props.copyText}
      show={props.show}
      now={props.now}
      sought={seeking.soughtIn(props.thread.channel_id)}
      shown={seeking.shown}
      unread={props.unread}
      covered={where.listAlone() || where.paneOver()}
      seekAgain={(messageId) => seeking.again({ channelId: props.thread.channel_id, messageId })}
    />
  );
};

export const ThreadPane = (props: ThreadPaneProps) => {
  const { where, client } = props;
  const name = () => where.thread()?.seen?.name;
  const id = createMemo(() => where.thread()?.id);
  createEffect(on(id, () => focusThread(props.size), { defer: true }));
  return (
    <section
      class="main thread-pane"
      id="thread"
      role={props.alone ? 'main' : 'complementary'}
      aria-label={later.threads.pane(name() ?? '')}
      tabindex="-1"
      data-region
      data-region-start
    >
      <Show when={where.thread()}>
        {(here) => (
          <>
            <ThreadHead
              screen={props}
              thread={here().seen?.thread}
              gone={here().place === null}
              alone={props.alone}
              close={props.close}
            />
            <Show
              when={here().seen}
              fallback={
                <FindThread client={client} channelId={here().id}>
                  <GoneThread name={null} texts={[]} copy={props.copyText} close={props.close} />
                </FindThread>
              }
            >
              {(thread) => <Open {...props} here={here()} thread={thread()} />}
            </Show>
          </>
        )}
      </Show>
    </section>
  );
};
