/** The posts of a forum in the order of the list, as far as they were asked for, and as they are now. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type Accessor, createMemo, createResource, createSignal, on } from 'solid-js';
import type { ChannelId, TagId } from '#domain/kernel/ids.ts';
import { type Thread, ThreadPage } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { isArchived } from '#web/message/threads/thread-time.ts';
import { threadsIn } from '#web/store/threads.ts';
import { problemSaid } from '#web/words/problems.ts';

/** Posts of one page. */
const PAGE = 25;

export const SORTS = ['activity', 'begun'] as const;
export type Sort = (typeof SORTS)[number];
export type PostChoice = { readonly sort: Sort; readonly tagIds: ReadonlyArray<TagId> };

/** The time by which the list is sorted, as text that sorts. */
const sortedBy = (sort: Sort, { last_at, begun_at }: Thread): string =>
  sort === 'begun' ? begun_at : (last_at ?? begun_at);

/** True for a post that was read before the client was told of a later message in it. */
const isOlder = (known: Thread | undefined, { last_at }: Thread): boolean => (known?.last_at ?? '') > (last_at ?? '');

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
  const asked = createMemo(() =>
    client.phase().kind === 'live' && wanted() ? { forumId: forumId(), ...choice() } : null,
  );
  const [page, { refetch }] = createResource(
    asked,
    async ({ forumId: id, sort, tagIds }, { refetching }: { readonly refetching: unknown }) => {
      const more = refetching === 'more' ? next() : null;
      const from = more === null ? '' : `&before=${more}`;
      const tagged = tagIds.length === 0 ? '' : `&tag_ids=${tagIds.join()}`;
      const path = `/channels/${id}/threads?archived=${archived}&sort=${sort}&limit=${PAGE}${tagged}${from}`;
      const answer = await client.api.read({ method: 'GET', path }, ThreadPage);
      if (isLeft(answer)) return { of: id, trouble: await problemSaid(answer.left) };
      const { threads, next_before: before } = answer.right;
      client.takeThreads(
        threads.filter((thread) => !isOlder(client.state().channels[thread.channel_id]?.thread, thread)),
      );
      const last = threads.at(-1);
      setEnd(before === null || last === undefined ? null : sortedBy(sort, last));
      setNext(before);
      return { of: id, trouble: undefined };
    },
  );
  /** Every known post that the choice asks for. One that is older than the end waits for its page. */
  const posts = createMemo(
    on([() => client.state().channels, forumId, choice, end, now], ([channels, id, { sort, tagIds }, last, at]) => {
      const offered = channels[id]?.tags ?? [];
      const wantedTags = tagIds.filter((tag) => offered.some(({ tag_id }) => tag_id === tag));
      return threadsIn(channels, id)
        .filter((thread) => isArchived(thread, at) === archived)
        .filter((thread) => wantedTags.length === 0 || wantedTags.some((tag) => thread.post?.tag_ids.includes(tag)))
        .filter((thread) => last === null || sortedBy(sort, thread) >= last)
        .toSorted((a, b) => (sortedBy(sort, a) < sortedBy(sort, b) ? 1 : -1));
    }),
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
