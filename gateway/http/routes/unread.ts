/** Routes of the read state: what a user has read, which no other user learns. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { GuildId } from '#domain/kernel/ids.ts';
import { done, type Endpoint, ok, perUser, signedEndpoint, within } from '#gateway/http/endpoint.ts';
import { question } from '#gateway/http/route-kinds.ts';
import { channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { ReadMarkers } from '#gateway/ports/read-markers.ts';
import { personalFailures, queryFailures } from '#gateway/present/failures.ts';
import type { Refusal } from '#gateway/present/problems.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { presentUnreadIn, presentUnreads } from '#gateway/present/unread.ts';
import { ReadBody } from '#gateway/protocol/requests.ts';
import { Unread, UnreadList } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';
const failures = { ...queryFailures, ...personalFailures };
const ONE_PLACE: Refusal = { code: 'body_invalid', detail: 'Send either message_id or unread_from.' };

type UnreadDeps = {
  readonly queries: Pick<Queries, 'readState' | 'readPlace' | 'readPlacesOfGuild'>;
  readonly markers: ReadMarkers;
};

const markChannel = ({ queries, markers }: UnreadDeps): Endpoint =>
  signedEndpoint(
    {
      name: 'markChannelRead',
      method: 'PUT',
      path: '/channels/{channel_id}/read',
      slice,
      says: 'Marks a channel as read. message_id: up to that message, unless more is read already. unread_from: up to the message before that one, also when more was read. Your own devices are told. Needs read_message_history.',
      params: inChannel,
      limits: [perUser('reads_per_user')],
      body: within(SMALL_BODY_BYTES_MAX, ReadBody),
      answer: ok('What is unread in the channel now.', Unread),
    },
    codesOf(failures),
    async ({ params, body, viewer, atLeast }) => {
      const { message_id: through, unread_from: before } = body;
      const messageId = through ?? before;
      if (messageId === undefined || (through !== undefined && before !== undefined)) return left(ONE_PLACE);
      const channel = channelOf(params);
      const side = through === undefined ? 'before' : 'through';
      const place = await queries.readPlace({ viewer, atLeast, ...channel, messageId, side })();
      if (isLeft(place)) return left(refusalOf(failures, place.left));
      const { value } = place.right;
      const { userId } = viewer;
      const marked = await (side === 'through' ? markers.moveOn(userId, [value]) : markers.put(userId, value))();
      if (isLeft(marked)) return left(refusalOf(failures, marked.left));
      const state = await queries.readState({ viewer, atLeast: undefined, channels: [channel.channelId] })();
      if (isLeft(state)) return left(refusalOf(failures, state.left));
      return right({ body: presentUnreadIn(state.right.value, channel.channelId), stale: place.right.stale });
    },
  );

const markGuild = ({ queries, markers }: UnreadDeps): Endpoint =>
  signedEndpoint(
    {
      name: 'markGuildRead',
      method: 'PUT',
      path: '/guilds/{guild_id}/read',
      slice,
      says: 'Marks every channel of a guild as read whose history you may see. Your own devices are told.',
      params: { guild_id: id(GuildId) },
      limits: [perUser('reads_per_user')],
      answer: done('The channels are read.'),
    },
    codesOf(failures),
    async ({ params, viewer, atLeast }) => {
      const places = await queries.readPlacesOfGuild({ viewer, atLeast, guildId: params.guild_id })();
      if (isLeft(places)) return left(refusalOf(failures, places.left));
      const marked = await markers.moveOn(viewer.userId, places.right.value)();
      return isLeft(marked) ? left(refusalOf(failures, marked.left)) : right({});
    },
  );

export const unreadRoutes = (deps: UnreadDeps): ReadonlyArray<Endpoint> => [
  question({
    name: 'listUnread',
    method: 'GET',
    path: '/me/unread',
    slice,
    says: 'The channels with messages that you have not read. Your own messages do not count.',
    ask: ({ viewer, atLeast }) => deps.queries.readState({ viewer, atLeast, channels: undefined }),
    answer: ok('The channels with unread messages.', UnreadList),
    present: presentUnreads,
  }),
  markChannel(deps),
  markGuild(deps),
];
