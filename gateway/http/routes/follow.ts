/** Routes by which a user follows a thread, or follows it no more. No other user learns of it. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Instant } from '#domain/kernel/instant.ts';
import { done, type Endpoint, perUser, signedEndpoint } from '#gateway/http/endpoint.ts';
import { channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import type { FollowedThreads } from '#gateway/ports/followed-threads.ts';
import { personalFailures, queryFailures } from '#gateway/present/failures.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'channel';
const failures = { ...queryFailures, ...personalFailures };

type FollowDeps = {
  readonly queries: Pick<Queries, 'thread'>;
  readonly followedThreads: FollowedThreads;
  readonly now: () => Instant;
};
type Choice = Pick<Parameters<typeof signedEndpoint>[0], 'name' | 'method' | 'says'> & { readonly follows: boolean };

const choice = ({ queries, followedThreads, now }: FollowDeps, { follows, ...head }: Choice): Endpoint =>
  signedEndpoint(
    {
      ...head,
      path: '/channels/{channel_id}/follow',
      slice,
      params: inChannel,
      limits: [perUser('settings_per_user')],
      answer: done(follows ? 'You follow the thread.' : 'You follow the thread no more.'),
    },
    codesOf(failures),
    async ({ params, viewer, atLeast }) => {
      const { channelId } = channelOf(params);
      const seen = await queries.thread({ viewer, atLeast, channelId })();
      if (isLeft(seen)) return left(refusalOf(failures, seen.left));
      const chosen = await followedThreads.choose(viewer.userId, { channelId, follows, at: now() })();
      return isLeft(chosen) ? left(refusalOf(failures, chosen.left)) : right({});
    },
  );

export const followRoutes = (deps: FollowDeps): ReadonlyArray<Endpoint> => [
  choice(deps, {
    name: 'followThread',
    method: 'PUT',
    follows: true,
    says: 'Follows a thread: its messages count as unread from now on, and your devices list it. You follow a thread that you begin, write in, or are named in. Needs read_message_history.',
  }),
  choice(deps, {
    name: 'unfollowThread',
    method: 'DELETE',
    follows: false,
    says: 'Follows a thread no more, until you write in it again. Its messages count as unread no longer. Needs read_message_history.',
  }),
];
