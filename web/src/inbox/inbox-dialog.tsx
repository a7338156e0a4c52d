/** The inbox: messages that mention the user, and beside them those that the user saved, with the way to each. */

import '#web/inbox/inbox.css';
import * as E from 'fp-ts/lib/Either.js';
import { createEffect, createSignal, For, Match, on, Switch } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { MessagePages, messagePages } from '#web/inbox/message-pages.tsx';
import { readingThreads } from '#web/message/threads/take-read.ts';
import { type SavingScreen, savingIn } from '#web/saved/saving.ts';
import { IconButton } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { later } from '#web/words/later/later-words.ts';

type ListProps = { readonly client: Client; readonly jump: (message: Message) => void };

const Mentions = (props: ListProps) => {
  const { api } = props.client;
  const pages = messagePages<string>(props.client, async (before) => {
    const take = readingThreads(props.client);
    const answer = await laterRequests(api).mentions(before);
    if (E.isLeft(answer)) return answer;
    const { messages, threads = [], next_before: next } = answer.right;
    take(threads);
    return E.right({ messages, next });
  });
  return <MessagePages {...props} pages={pages} texts={later.inbox} icon="bell" />;
};

const Saved = (props: ListProps & { readonly screen: SavingScreen }) => {
  const { api, state } = props.client;
  const pages = messagePages<number>(props.client, async (before) => {
    const take = readingThreads(props.client);
    const answer = await laterRequests(api).saved(before);
    if (E.isLeft(answer)) return answer;
    const { saved, threads = [], next_before: next } = answer.right;
    take(threads);
    return E.right({ messages: saved.map(({ message }) => message), next });
  });
  const set = savingIn(props.client, props.screen);
  let list: HTMLElement | undefined;
  /** Takes a message away. The focus goes to the row that takes its place. */
  const remove = async ({ message_id: id }: Message): Promise<void> => {
    const at = pages.messages().findIndex(({ message_id }) => message_id === id);
    if (!(await set(id, false))) return;
    pages.without(id);
    const rows = list?.querySelectorAll<HTMLElement>('.hit');
    (rows?.[Math.min(at, rows.length - 1)] ?? list)?.focus();
  };
  createEffect(
    on(
      () => state().savedMark,
      (mark) => {
        if (mark?.saved === false && mark.message_id !== null) pages.without(mark.message_id);
        else if (mark !== null) pages.anew();
      },
      { defer: true },
    ),
  );
  return (
    <div class="saved" tabindex="-1" ref={(element) => (list = element)}>
      <MessagePages
        {...props}
        pages={pages}
        texts={later.saved}
        icon="bookmark"
        beside={(message) => <IconButton icon="close" name={later.saved.remove} press={() => void remove(message)} />}
      />
    </div>
  );
};

export const InboxDialog = (
  props: ListProps & {
    readonly list: 'mentions' | 'saved';
    readonly screen: SavingScreen;
    readonly close: () => void;
  },
) => {
  const [shown, setShown] = createSignal(props.list);
  return (
    <Dialog title={shown() === 'saved' ? later.saved.title : later.inbox.title} close={props.close} size="wide">
      <fieldset class="inbox-tabs" aria-label={later.inbox.lists}>
        <For each={['mentions', 'saved'] as const}>
          {(which) => (
            <button type="button" class="button quiet" aria-pressed={shown() === which} onClick={() => setShown(which)}>
              {which === 'saved' ? later.saved.tab : later.inbox.tab}
            </button>
          )}
        </For>
      </fieldset>
      <Switch>
        <Match when={shown() === 'mentions'}>
          <Mentions client={props.client} jump={props.jump} />
        </Match>
        <Match when={shown() === 'saved'}>
          <Saved client={props.client} jump={props.jump} screen={props.screen} />
        </Match>
      </Switch>
    </Dialog>
  );
};
