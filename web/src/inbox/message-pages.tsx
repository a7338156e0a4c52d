/** Pages of messages from any channel, with the way to each. The arrow keys move from one to the next. */

import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { loadNames, namesIn } from '#web/inbox/names-in-messages.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { Hit } from '#web/search/hit.tsx';
import type { Trouble } from '#web/store/state.ts';
import { EmptyState } from '#web/ui/empty-state.tsx';
import type { IconName } from '#web/ui/icon.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export type MessagePage<Cursor> = { readonly messages: ReadonlyArray<Message>; readonly next: Cursor | null };

/** The pages that were read, from the newest message on. */
export const messagePages = <Cursor,>(
  client: Client,
  read: (before: Cursor | null) => Promise<Either<Trouble, MessagePage<Cursor>>>,
) => {
  const [messages, setMessages] = createSignal<ReadonlyArray<Message>>([]);
  const [next, setNext] = createSignal<Cursor | null>(null);
  const [trouble, setTrouble] = createSignal<Trouble>();
  const [loading, setLoading] = createSignal(true);
  let asked = 0;
  const load = async (before: Cursor | null): Promise<void> => {
    asked += 1;
    const mine = asked;
    setLoading(true);
    setTrouble(undefined);
    const answer = await read(before);
    // A later question counts, because the list may have begun anew.
    if (mine !== asked) return;
    setLoading(false);
    if (isLeft(answer)) {
      setTrouble(answer.left);
      return;
    }
    const page = answer.right;
    setMessages((held) => (before === null ? page.messages : [...held, ...page.messages]));
    setNext(() => page.next);
    loadNames(client, page.messages);
  };
  const without = (id: MessageId): void => {
    setMessages((held) => held.filter(({ message_id }) => message_id !== id));
  };
  onMount(() => void load(null));
  onCleanup(
    client.listen((frame) => {
      if (frame.t === 'message_delete') without(frame.d.message_id);
    }),
  );
  return {
    messages,
    trouble,
    loading,
    hasMore: () => next() !== null,
    more: () => void load(next()),
    /** Reads the first page again, and shows the present one until it comes. */
    anew: () => void load(null),
    without,
  };
};

export const MessagePages = (props: {
  readonly client: Client;
  readonly pages: Omit<ReturnType<typeof messagePages>, 'anew' | 'without'>;
  readonly texts: {
    readonly title: string;
    readonly empty: string;
    readonly emptyHint: string;
    readonly more: string;
    readonly unread: (why: string) => string;
  };
  readonly icon: IconName;
  readonly jump: (message: Message) => void;
  /** An act beside each message. */
  readonly beside?: (message: Message) => JSX.Element;
}) => {
  const { platform, state } = props.client;
  const surroundings = useSurroundings();
  const placeOf = ({ channel_id, guild_id }: Message): string => {
    const guild = guild_id === null ? undefined : state().guilds[guild_id];
    const name = state().channels[channel_id]?.name ?? later.inbox.thread;
    return guild === undefined ? name : `${name} · ${guild.name}`;
  };
  const { messages, trouble, loading, hasMore, more } = props.pages;
  const isEmpty = (): boolean => messages().length === 0 && !loading() && trouble() === undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it handles keys for the buttons inside
    <div aria-busy={loading()} onKeyDown={(event) => rove(event, '.hit, .more-hits')}>
      <Show when={loading() && messages().length === 0}>
        <Skeleton of="messages" count={4} label={words.loading} />
      </Show>
      <Show when={isEmpty()}>
        <EmptyState icon={props.icon} title={props.texts.empty} text={props.texts.emptyHint} />
      </Show>
      <Show when={messages().length > 0}>
        <ol class="hits" aria-label={props.texts.title}>
          <For each={messages()}>
            {(message) => (
              <Hit
                hit={{ message, snippet: null }}
                spoken={namesIn(props.client, surroundings, message.guild_id)}
                channel={placeOf(message)}
                now={platform.now()}
                jump={() => props.jump(message)}
                beside={props.beside?.(message)}
              />
            )}
          </For>
        </ol>
      </Show>
      <Show when={trouble()}>
        {(why) => <PaneTrouble text={props.texts.unread(problemText(why()))} again={more} />}
      </Show>
      <Show when={hasMore() && trouble() === undefined}>
        <button type="button" class="link more-hits" disabled={loading()} onClick={more}>
          {loading() ? words.loading : props.texts.more}
        </button>
      </Show>
    </div>
  );
};
