/** The inbox: messages by others that mention the user, newest first, with the way to each. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createSignal, For, onMount, Show } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { SpokenNames } from '#domain/markdown/plain-text.ts';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { nameOfUser } from '#web/guild/member-menu.ts';
import { namesOfToday } from '#web/message/formatted/spoken-text.ts';
import { type FormattedDeps, useSurroundings } from '#web/message/formatted/surroundings.ts';
import { Hit } from '#web/search/hit.tsx';
import { memberName } from '#web/store/roles.ts';
import type { Trouble } from '#web/store/state.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { rove } from '#web/ui/roving.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** Answers the names of today in the messages of a guild, which need not be the open one. */
const namesIn = (client: Client, surroundings: FormattedDeps, guildId: GuildId | null): SpokenNames => {
  const { channels, me, roles, rosters } = client.state();
  const members = guildId === null ? [] : (rosters[guildId]?.members ?? []);
  return {
    ...namesOfToday(surroundings),
    user: (id) => {
      const member = members.find(({ user }) => user.user_id === id);
      if (member !== undefined) return `@${memberName(member) ?? nameOfUser(member.user)}`;
      return `@${(me?.user_id === id ? me.username : null) ?? words.formatted.unknownUser}`;
    },
    role: (id) => {
      const role = guildId === null ? undefined : roles[guildId]?.find(({ role_id }) => role_id === id);
      return `@${role?.name ?? words.formatted.unknownRole}`;
    },
    channel: (id) => `#${channels[id]?.name ?? words.formatted.unknownChannel}`,
  };
};

/** Loads the members of each guild whose messages mention others, because a message names them by their ids. */
const loadNames = (client: Client, messages: ReadonlyArray<Message>): void => {
  const { me, rosters } = client.state();
  const mentioning = messages.filter(({ mentions }) => mentions?.users.some((id) => id !== me?.user_id) === true);
  for (const guildId of new Set(mentioning.map(({ guild_id }) => guild_id))) {
    if (guildId !== null && rosters[guildId]?.freshness !== 'fresh') void client.loadMembers(guildId);
  }
};

export const InboxDialog = (props: {
  readonly client: Client;
  readonly jump: (message: Message) => void;
  readonly close: () => void;
}) => {
  const { api, platform, state } = props.client;
  const surroundings = useSurroundings();
  const [messages, setMessages] = createSignal<ReadonlyArray<Message>>([]);
  const [next, setNext] = createSignal<string | null>(null);
  const [trouble, setTrouble] = createSignal<Trouble>();
  const [loading, setLoading] = createSignal(true);
  const load = async (): Promise<void> => {
    setLoading(true);
    setTrouble(undefined);
    const answer = await laterRequests(api).mentions(next());
    setLoading(false);
    if (isLeft(answer)) {
      setTrouble(answer.left);
      return;
    }
    props.client.takeThreads(answer.right.threads ?? []);
    setMessages((before) => [...before, ...answer.right.messages]);
    setNext(answer.right.next_before);
    loadNames(props.client, answer.right.messages);
  };
  onMount(() => void load());
  const placeOf = ({ channel_id, guild_id }: Message): string => {
    const guild = guild_id === null ? undefined : state().guilds[guild_id];
    return [state().channels[channel_id]?.name, guild?.name].filter((name) => name !== undefined).join(' · ');
  };
  const isEmpty = (): boolean => messages().length === 0 && !loading() && trouble() === undefined;
  return (
    <Dialog title={later.inbox.title} close={props.close} size="wide">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles keys for the buttons inside */}
      <div aria-busy={loading()} onKeyDown={(event) => rove(event, '.hit, .more-hits')}>
        <Show when={loading() && messages().length === 0}>
          <Skeleton of="messages" count={4} label={words.loading} />
        </Show>
        <Show when={isEmpty()}>
          <EmptyState icon="bell" title={later.inbox.empty} text={later.inbox.emptyHint} />
        </Show>
        <Show when={messages().length > 0}>
          <ol class="hits" aria-label={later.inbox.title}>
            <For each={messages()}>
              {(message) => (
                <Hit
                  hit={{ message, snippet: null }}
                  spoken={namesIn(props.client, surroundings, message.guild_id)}
                  channel={placeOf(message)}
                  now={platform.now()}
                  jump={() => props.jump(message)}
                />
              )}
            </For>
          </ol>
        </Show>
        <Show when={trouble()}>
          {(why) => <PaneTrouble text={later.inbox.unread(problemText(why()))} again={() => void load()} />}
        </Show>
        <Show when={next() !== null && trouble() === undefined}>
          <button type="button" class="link more-hits" disabled={loading()} onClick={() => void load()}>
            {loading() ? words.loading : later.inbox.more}
          </button>
        </Show>
      </div>
    </Dialog>
  );
};
