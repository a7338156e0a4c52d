import { MessageId } from '#domain/kernel/ids.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX } from '#domain/kernel/limits.ts';
import { question } from '#gateway/http/answers.ts';
import { type Endpoint, ok } from '#gateway/http/endpoint.ts';
import { presentMessage } from '#gateway/http/present/message.ts';
import { atMessage, channelOf, inChannel, messageOf } from '#gateway/http/routes/message-places.ts';
import { Message, MessagePage } from '#gateway/protocol/resources.ts';
import { id, integerText } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'message';

export const messageHistoryRoutes = (deps: {
  readonly queries: Pick<Queries, 'channelMessages' | 'message'>;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'listMessages',
    method: 'GET',
    path: '/guilds/{guild_id}/channels/{channel_id}/messages',
    slice,
    says: 'Messages of a channel, newest first, a page at a time. Needs read_message_history.',
    params: inChannel,
    query: { limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }), before: id(MessageId) },
    ask: ({ params, query, ...asked }) =>
      deps.queries.channelMessages({
        ...asked,
        ...channelOf(params),
        limit: query.limit ?? HISTORY_PAGE_DEFAULT,
        before: query.before,
      }),
    answer: ok('A page of messages, and what to ask for the next one.', MessagePage),
    present: ({ messages, nextBefore }) => ({ messages: messages.map(presentMessage), next_before: nextBefore }),
  }),
  question({
    name: 'readMessage',
    method: 'GET',
    path: '/guilds/{guild_id}/channels/{channel_id}/messages/{message_id}',
    slice,
    says: 'One message. Needs read_message_history.',
    params: atMessage,
    ask: ({ params, ...asked }) => deps.queries.message({ ...asked, ...messageOf(params) }),
    answer: ok('The message.', Message),
    present: presentMessage,
  }),
];
