/**
 * The threads of a channel: the open ones, which follow what others do, and the archived ones in pages. A press leads to
 * a thread.
 */

import { isLeft } from 'fp-ts/lib/Either.js';
import { createMemo, createResource, createSignal, For, Match, Show, Switch } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import { type Channel, type Thread, ThreadPage } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { useNames } from '#web/guild/names.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { readingThreads } from '#web/message/threads/take-read.ts';
import { activitySaid, countSaid, isArchived } from '#web/message/threads/thread-time.ts';
import { may } from '#web/store/rights.ts';
import { threadsIn } from '#web/store/threads.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { shownUnread } from '#web/unread/shown-unread.ts';
import { unreadSaid } from '#web/unread/unread-sign.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemSaid } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

/** The time of the last activity, as text that sorts. */
const activeAt = ({ last_at, begun_at }: Thread): string => last_at ?? begun_at;

/** The pages of one of the two lists, as far as they were asked for. */
const pagesOf = (client: Client, channelId: ChannelId, archived: () => boolean) => {
  const [asked, setAsked] = createSignal<ReadonlyArray<Thread>>([]);
  const [next, setNext] = createSignal<ChannelId | null>(null);
  const [page, { refetch }] = createResource(
    () => ({ archived: archived() }),
    async (which, { refetching }: { readonly refetching: unknown }) => {
      const more = refetching === 'more' ? next() : null;
      const from = more === null ? '' : `&before=${more}`;
      const path = `/channels/${channelId}/threads?archived=${which.archived}${from}`;
      const take = readingThreads(client);
      const answer = await client.api.read({ method: 'GET', path }, ThreadPage);
      if (isLeft(answer)) return { trouble: await problemSaid(answer.left) };
      take(answer.right.threads);
      setAsked((before) => [...(more === null ? [] : before), ...answer.right.threads]);
      setNext(answer.right.next_before);
      return { trouble: undefined };
    },
  );
  return {
    asked,
    page,
    next,
    again: () => void refetch(),
    more: () => void refetch('more'),
  };
};

export const ThreadsDialog = (props: {
  readonly client: Client;
  readonly channel: Channel;
  readonly go: (thread: Thread) => void;
  readonly begin: () => void;
  readonly close: () => void;
}) => {
  const { client } = props;
  const names = useNames();
  const { now } = useSurroundings();
  const channelId = props.channel.channel_id;
  const [archived, setArchived] = createSignal(false);
  const unread = shownUnread(client, now);
  const { asked, page, next, again, more } = pagesOf(client, channelId, archived);
  /** The threads of the list as they are now. A thread that was deleted is among the asked ones only. */
  const shown = createMemo(() => {
    const { channels } = client.state();
    const known = archived()
      ? asked().flatMap(({ channel_id }) => channels[channel_id]?.thread ?? [])
      : threadsIn(channels, channelId);
    return known
      .filter((thread) => isArchived(thread, now()) === archived())
      .toSorted((a, b) => (activeAt(a) < activeAt(b) ? 1 : -1));
  });
  return (
    <Dialog title={later.threads.title(props.channel.name)} close={props.close} size="wide">
      <fieldset class="thread-tabs" aria-label={words.channel.threads}>
        <For each={[false, true]}>
          {(which) => (
            <button
              type="button"
              class="button quiet"
              aria-pressed={archived() === which}
              onClick={() => setArchived(which)}
            >
              {which ? later.threads.archived : later.threads.open}
            </button>
          )}
        </For>
        <Show when={may(props.channel, 'create_threads')}>
          <Button press={() => props.begin()}>{words.message.beginThread}</Button>
        </Show>
      </fieldset>
      <Switch>
        <Match when={page.latest?.trouble}>{(why) => <PaneTrouble text={why()} again={again} />}</Match>
        <Match when={page.loading && shown().length === 0}>
          <p class="quiet-note">{words.loading}</p>
        </Match>
        <Match when={shown().length === 0}>
          <EmptyState
            icon="thread"
            title={archived() ? later.threads.noneArchived : later.threads.none}
            text={archived() ? undefined : later.threads.noneHint}
          />
        </Match>
        <Match when={true}>
          <ul class="threads" aria-label={archived() ? later.threads.archived : later.threads.open}>
            <For each={shown()}>
              {(thread) => (
                <li>
                  <button type="button" class="thread-card" onClick={() => props.go(thread)}>
                    <strong>{thread.name}</strong>
                    <span>{countSaid(thread)}</span>
                    <small>
                      {[names.of(thread.begun_by), activitySaid(thread, now())].join(' · ')}
                      <Show when={unreadSaid(unread.of(thread.channel_id))}>
                        {(said) => <b class="thread-unread">{said()}</b>}
                      </Show>
                    </small>
                  </button>
                </li>
              )}
            </For>
          </ul>
          <Show when={next() !== null}>
            <Button kind="quiet" busy={page.loading} press={more}>
              {later.threads.more}
            </Button>
          </Show>
        </Match>
      </Switch>
    </Dialog>
  );
};
