import { isErased } from '#domain/kernel/erasable.ts';
import { type Endpoint, ok } from '#gateway/http/endpoint.ts';
import { question } from '#gateway/http/route-kinds.ts';
import { atMessage, messageOf } from '#gateway/http/routes/addresses.ts';
import { VERSIONS_LISTED_MAX } from '#gateway/protocol/limits.ts';
import { MessageVersions } from '#gateway/protocol/message-lists.ts';
import type { Queries } from '#queries/queries.ts';

export const messageVersionRoutes = (deps: {
  readonly queries: Pick<Queries, 'messageVersions'>;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'listVersions',
    method: 'GET',
    path: '/channels/{channel_id}/messages/{message_id}/history',
    slice: 'message',
    says: 'The texts that a message had, the newest first. Needs read_message_history, and manage_messages for a message by another user.',
    params: atMessage,
    ask: ({ params, ...asked }) =>
      deps.queries.messageVersions({ ...asked, ...messageOf(params), limit: VERSIONS_LISTED_MAX }),
    answer: ok('The versions of the message.', MessageVersions),
    present: ({ versions, more }) => ({
      versions: versions.map(({ content, saidAt }) => ({
        content: isErased(content) ? null : content,
        said_at: saidAt,
      })),
      more,
    }),
  }),
];
