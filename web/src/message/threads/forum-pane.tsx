/** The pane of an open forum: its posts as cards, with a choice of order and tags, and the archived posts behind them. */

import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js';
import type { ChannelId, TagId } from '#domain/kernel/ids.ts';
import type { Channel, Thread } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import type { DialogRoute } from '#web/layers.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { PostCard } from '#web/message/threads/post-card.tsx';
import { type PostList, postList, SORTS, type Sort } from '#web/message/threads/post-list.ts';
import { TagChoice, tagsOf } from '#web/message/threads/tags.tsx';
import { may } from '#web/store/rights.ts';
import { Button } from '#web/ui/button.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** True for a member who may begin posts in a forum. */
const mayPost = (forum: Channel): boolean => may(forum, 'create_threads') && may(forum, 'send_messages');

type CardsProps = {
  readonly label: string;
  readonly list: PostList;
  readonly forum: Channel;
  readonly isUnread: (thread: Thread) => boolean;
  readonly openId: ChannelId | undefined;
  readonly open: (thread: Thread) => void;
};

const Cards = (props: CardsProps) => (
  <>
    <ul class="posts" aria-label={props.label}>
      <For each={props.list.posts().map(({ channel_id }) => channel_id)}>
        {(id) => {
          const thread = createMemo(() => props.list.posts().find(({ channel_id }) => channel_id === id));
          return (
            <Show when={thread()}>
              {(it) => (
                <PostCard
                  thread={it()}
                  forum={props.forum}
                  unread={props.isUnread(it())}
                  isOpen={id === props.openId}
                  open={props.open}
                />
              )}
            </Show>
          );
        }}
      </For>
    </ul>
    <Show when={props.list.hasMore()}>
      <Button kind="quiet" busy={props.list.loading()} press={props.list.more}>
        {later.forum.more}
      </Button>
    </Show>
  </>
);

export const ForumPane = (props: {
  readonly client: Client;
  readonly forum: Channel;
  /** The post in the pane beside the list. */
  readonly openId: ChannelId | undefined;
  readonly show: (dialog: DialogRoute) => void;
}) => {
  const { client } = props;
  const { now, openChannel } = useSurroundings();
  const sortId = createUniqueId();
  const forumId = createMemo((): ChannelId => props.forum.channel_id);
  const [sort, setSort] = createSignal<Sort>('activity');
  const [tagIds, setTagIds] = createSignal<ReadonlyArray<TagId>>([]);
  const [behind, setBehind] = createSignal(false);
  const tags = () => tagsOf(props.forum);
  /** The chosen tags that the forum still has. */
  const chosen = createMemo(() => tagIds().filter((id) => tags().some(({ tag_id }) => tag_id === id)));
  const choice = createMemo(() => ({ sort: sort(), tagIds: chosen() }));
  const mayRead = createMemo(() => may(props.forum, 'read_message_history'));
  const open = postList(client, forumId, { archived: false, wanted: mayRead, choice }, now);
  const archived = postList(client, forumId, { archived: true, wanted: () => mayRead() && behind(), choice }, now);
  const isUnread = ({ channel_id: id }: Thread): boolean => (client.state().unread[id]?.unread ?? 0) > 0;
  const begin = () => props.show({ kind: 'new-thread', channelId: forumId() });
  const cards = (label: string, list: PostList) => (
    <Cards label={label} list={list} forum={props.forum} isUnread={isUnread} openId={props.openId} open={openChannel} />
  );
  return (
    <section class="forum" aria-label={later.forum.posts(props.forum.name)}>
      <div class="forum-bar">
        <Show when={mayPost(props.forum)}>
          <Button press={begin}>
            <Icon name="plus" />
            {later.forum.begin}
          </Button>
        </Show>
        <div class="forum-sort">
          <label for={sortId}>{later.forum.sort}</label>
          <select
            id={sortId}
            onChange={(event) => setSort(SORTS.find((one) => one === event.currentTarget.value) ?? 'activity')}
          >
            <For each={SORTS}>
              {(one) => (
                <option value={one} selected={one === sort()}>
                  {later.forum.sorts[one]}
                </option>
              )}
            </For>
          </select>
        </div>
        <Show when={tags().length > 0}>
          <TagChoice label={later.forum.filter} tags={tags()} chosen={chosen()} change={setTagIds} />
        </Show>
      </div>
      <Switch>
        <Match when={!mayRead()}>
          <EmptyState icon="lock" title={later.forum.mayNotRead} text={later.forum.mayNotReadHint} />
        </Match>
        <Match when={open.trouble()}>{(why) => <PaneTrouble text={why()} again={open.again} />}</Match>
        <Match when={open.posts().length > 0}>{cards(later.forum.posts(props.forum.name), open)}</Match>
        <Match when={open.loading()}>
          <p class="quiet-note" role="status">
            {words.loading}
          </p>
        </Match>
        <Match when={chosen().length > 0}>
          <EmptyState icon="forum" title={later.forum.noneTagged}>
            <Button kind="quiet" press={() => setTagIds([])}>
              {later.forum.allTags}
            </Button>
          </EmptyState>
        </Match>
        <Match when={true}>
          <EmptyState
            icon="forum"
            title={later.forum.none}
            text={mayPost(props.forum) ? later.forum.noneHint : later.forum.mayNotPost}
          />
        </Match>
      </Switch>
      <Show when={mayRead() && !open.hasMore() && !open.loading()}>
        <Show
          when={behind()}
          fallback={
            <Button kind="quiet" press={() => setBehind(true)}>
              {later.forum.showArchived}
            </Button>
          }
        >
          <h2 class="forum-part">{later.forum.archived}</h2>
          <Switch>
            <Match when={archived.trouble()}>{(why) => <PaneTrouble text={why()} again={archived.again} />}</Match>
            <Match when={archived.posts().length > 0}>{cards(later.forum.archived, archived)}</Match>
            <Match when={true}>
              <p class="quiet-note" role="status">
                {archived.loading() ? words.loading : later.forum.noneArchived}
              </p>
            </Match>
          </Switch>
        </Show>
      </Show>
    </section>
  );
};
