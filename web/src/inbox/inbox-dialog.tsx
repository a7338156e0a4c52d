/** The inbox: messages by others that mention the user, newest first, with the way to each. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createSignal, For, onMount, Show } from 'solid-js';
import { parseMarkdown } from '#domain/markdown/parse.ts';
import { plainText, type SpokenNames } from '#domain/markdown/plain-text.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { useNames } from '#web/guild/names.ts';
import { Hit } from '#web/search/hit.tsx';
import type { Trouble } from '#web/store/state.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** Answers the names of today in a message of any guild. A name that the client does not know stays an id. */
const namesIn = (
  { state }: Client,
  { guild_id: guildId }: Message,
  of: ReturnType<typeof useNames>['of'],
): SpokenNames => {
  const at = (name: string | undefined): string | undefined => (name === undefined ? undefined : `@${name}`);
  const { channels, roles, rosters } = state();
  return {
    user: (id) => {
      const member = guildId === null ? undefined : rosters[guildId]?.members.find(({ user }) => user.user_id === id);
      return member === undefined ? undefined : at(of(member.user));
    },
    role: (id) => (guildId === null ? undefined : at(roles[guildId]?.find(({ role_id }) => role_id === id)?.name)),
    channel: (id) => (channels[id] === undefined ? undefined : `#${channels[id].name}`),
  };
};

export const InboxDialog = (props: {
  readonly client: Client;
  readonly jump: (message: Message) => void;
  readonly close: () => void;
}) => {
  const { api, platform, state } = props.client;
  const names = useNames();
  const [messages, setMessages] = createSignal<ReadonlyArray<Message>>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [trouble, setTrouble] = createSignal<Trouble>();
  const [loading, setLoading] = createSignal(true);
  const load = async (): Promise<void> => {
    setLoading(true);
    setTrouble(undefined);
    const answer = await api.mentions(next());
    setLoading(false);
    if (isLeft(answer)) {
      setTrouble(answer.left);
      return;
    }
    setMessages((before) => [...before, ...answer.right.messages]);
    setNext(answer.right.next_before);
  };
  onMount(() => void load());
  const placeOf = ({ channel_id, guild_id }: Message): string => {
    const guild = guild_id === null ? undefined : state().guilds[guild_id];
    return [state().channels[channel_id]?.name, guild?.name].filter((name) => name !== undefined).join(' · ');
  };
  const textOf = (message: Message): string =>
    plainText(parseMarkdown(message.content ?? ''), { names: namesIn(props.client, message, names.of) });
  const isEmpty = (): boolean => messages().length === 0 && !loading() && trouble() === undefined;
  return (
    <Dialog title={words.inbox.title} close={props.close} size="wide">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles keys for the buttons inside */}
      <div aria-busy={loading()} onKeyDown={(event) => rove(event, '.hit, .more-hits')}>
        <Show when={loading() && messages().length === 0}>
          <Skeleton of="messages" count={4} label={words.loading} />
        </Show>
        <Show when={isEmpty()}>
          <EmptyState icon="bell" title={words.inbox.empty} text={words.inbox.emptyHint} />
        </Show>
        <Show when={messages().length > 0}>
          <ol class="hits" aria-label={words.inbox.title}>
            <For each={messages()}>
              {(message) => (
                <Hit
                  hit={{ message, snippet: { text: textOf(message), ranges: [] } }}
                  channel={placeOf(message)}
                  now={platform.now()}
                  jump={() => props.jump(message)}
                />
              )}
            </For>
          </ol>
        </Show>
        <Show when={trouble()}>
          {(why) => <PaneTrouble text={words.inbox.unread(problemText(why()))} again={() => void load()} />}
        </Show>
        <Show when={next() !== null && trouble() === undefined}>
          <button type="button" class="link more-hits" disabled={loading()} onClick={() => void load()}>
            {loading() ? words.loading : words.inbox.more}
          </button>
        </Show>
      </div>
    </Dialog>
  );
};
