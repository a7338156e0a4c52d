/** The posts of a forum in the order of the list, as far as they were asked for, and as they are now. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type Accessor, createMemo, createResource, createSignal, on } from 'solid-js';
import type { ChannelId, TagId } from '#domain/kernel/ids.ts';
import { type Thread, ThreadPage } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { readingThreads } from '#web/message/threads/take-read.ts';
import { isArchived } from '#web/message/threads/thread-time.ts';
import type { ClientState } from '#web/store/state.ts';
import { threadsIn } from '#web/store/threads.ts';
import { problemSaid } from '#web/words/problems.ts';

/** Posts of one page. */
const PAGE = 25;

/** Facts that the client knew when a question was asked. */
type Known = { readonly question: object | null; readonly channels: ClientState['channels']; readonly at: number };

export const SORTS = ['activity', 'begun'] as const;
export type Sort = (typeof SORTS)[number];
export type PostChoice = { readonly sort: Sort; readonly tagIds: ReadonlyArray<TagId> };

/** The time by which the list is sorted, as text that sorts. */
const sortedBy = (sort: Sort, { last_at, begun_at }: Thread): string =>
  sort === 'begun' ? begun_at : (last_at ?? begun_at);

/** The posts of one half of a forum: the open ones or the archived ones. `wanted` is false while it is not shown. */
export const postList = (
  client: Client,
  forumId: Accessor<ChannelId>,
  { archived, wanted, choice }: { archived: boolean; wanted: Accessor<boolean>; choice: Accessor<PostChoice> },
  now: Accessor<number>,
) => {
  const [next, setNext] = createSignal<ChannelId | null>(null);
  /** The time of the last post that was asked for. Older ones come with the next page. */
  const [end, setEnd] = createSignal<string | null>(null);
  /** Facts that were known when the newest first page was asked for that has come. */
  const [basis, setBasis] = createSignal<Known>({ question: null, channels: {}, at: 0 });
  const asked = createMemo(() =>
    client.phase().kind === 'live' && wanted() ? { forumId: forumId(), ...choice() } : null,
  );
  const [page, { refetch }] = createResource(asked, async (which, { refetching }: { readonly refetching: unknown }) => {
    const { forumId: id, sort, tagIds } = which;
    const more = refetching === 'more' ? next() : null;
    const from = more === null ? '' : `&before=${more}`;
    const tagged = tagIds.length === 0 ? '' : `&tag_ids=${tagIds.join()}`;
    const path = `/channels/${id}/threads?archived=${archived}&sort=${sort}&limit=${PAGE}${tagged}${from}`;
    const known: Known = { question: which, channels: client.state().channels, at: now() };
    const take = readingThreads(client);
    const answer = await client.api.read({ method: 'GET', path }, ThreadPage);
    if (isLeft(answer)) return { of: id, trouble: await problemSaid(answer.left) };
    const { threads, next_before: before } = answer.right;
    take(threads);
    if (more === null) setBasis(known);
    const last = threads.at(-1);
    setEnd(before === null || last === undefined ? null : sortedBy(sort, last));
    setNext(before);
    return { of: id, trouble: undefined };
  });
  /** True for a post that the answer left out, and that no dispatch told since. It was deleted while the client was away. */
  const isGone = ({ channel_id: id }: Thread, of: ClientState['channels']): boolean => {
    const { question, channels, at } = basis();
    const then = question === asked() ? channels[id]?.thread : undefined;
    return then !== undefined && then === of[id]?.thread && isArchived(then, at) === archived;
  };
  /** Every known post that the choice asks for. One that is older than the end waits for its page. */
  const posts = createMemo(
    on(
      [() => client.state().channels, forumId, choice, end, now, basis],
      ([channels, id, { sort, tagIds }, last, at]) => {
        const offered = channels[id]?.tags ?? [];
        const wantedTags = tagIds.filter((tag) => offered.some(({ tag_id }) => tag_id === tag));
        return threadsIn(channels, id)
          .filter((thread) => isArchived(thread, at) === archived && !isGone(thread, channels))
          .filter((thread) => wantedTags.length === 0 || wantedTags.some((tag) => thread.post?.tag_ids.includes(tag)))
          .filter((thread) => last === null || sortedBy(sort, thread) >= last)
          .toSorted((a, b) => (sortedBy(sort, a) < sortedBy(sort, b) ? 1 : -1));
      },
    ),
  );
  return {
    posts,
    trouble: () => (page.latest?.of === forumId() ? page.latest.trouble : undefined),
    loading: () => page.loading || (wanted() && page.latest?.of !== forumId()),
    hasMore: () => next() !== null,
    more: () => void refetch('more'),
    again: () => void refetch(),
  };
};
export type PostList = ReturnType<typeof postList>;
