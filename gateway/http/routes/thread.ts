import type { Commands } from '#commands/commands.ts';
import { ChannelId, TagId } from '#domain/kernel/ids.ts';
import { TAGS_PER_FORUM_MAX } from '#domain/kernel/limits.ts';
import { created, done, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { atMessage, channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import { authorFrom } from '#gateway/http/routes/message.ts';
import { MESSAGE_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { People } from '#gateway/present/people.ts';
import { archiveThreadRefusals, beginThreadRefusals, presentThreadMade } from '#gateway/present/thread.ts';
import { presentThread } from '#gateway/present/thread-view.ts';
import { THREADS_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { BeginThreadAboutBody, BeginThreadBody } from '#gateway/protocol/requests.ts';
import { Thread, ThreadPage } from '#gateway/protocol/resources.ts';
import { flagText, id, idsText, integerText, oneOf } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'channel';

type ThreadDeps = {
  readonly commands: Pick<Commands, 'beginThread' | 'archiveThread'>;
  readonly queries: Pick<Queries, 'threads' | 'thread'>;
  readonly people: Pick<People, 'person'>;
};

const beginRoutes = (deps: Pick<ThreadDeps, 'commands' | 'people'>): ReadonlyArray<Endpoint> => {
  const authorOf = authorFrom(deps.people);
  return [
    command({
      name: 'beginThread',
      method: 'POST',
      path: '/channels/{channel_id}/threads',
      slice,
      says: 'Begins a thread in a text channel, with a first message if you send its content, or a post in a forum, which needs one. Needs create_threads, and send_messages for a post.',
      params: inChannel,
      limits: [perUser('threads_begun_per_user')],
      body: within(MESSAGE_BODY_BYTES_MAX, BeginThreadBody),
      run: ({ attempt, params, body }) =>
        deps.commands.beginThread({
          ...attempt,
          ...channelOf(params),
          rootId: null,
          name: body.name,
          archiveAfterMins: body.archive_after_mins,
          content: body.content ?? null,
          tagIds: body.tag_ids,
        }),
      refuse: beginThreadRefusals,
      answer: created('The thread.', Thread),
      present: async (made) => presentThreadMade(made, await authorOf(made.by)),
    }),
    command({
      name: 'beginThreadAbout',
      method: 'POST',
      path: '/channels/{channel_id}/messages/{message_id}/threads',
      slice,
      says: 'Begins the thread about a message. A message has one thread, which has its id. Needs create_threads.',
      params: atMessage,
      limits: [perUser('threads_begun_per_user')],
      body: within(SMALL_BODY_BYTES_MAX, BeginThreadAboutBody),
      run: ({ attempt, params, body }) =>
        deps.commands.beginThread({
          ...attempt,
          ...channelOf(params),
          rootId: params.message_id,
          name: body.name,
          archiveAfterMins: body.archive_after_mins,
          content: null,
        }),
      refuse: beginThreadRefusals,
      answer: created('The thread.', Thread),
      present: async (made) => presentThreadMade(made, await authorOf(made.by)),
    }),
  ];
};

export const threadRoutes = (deps: ThreadDeps): ReadonlyArray<Endpoint> => [
  ...beginRoutes(deps),
  question({
    name: 'listThreads',
    method: 'GET',
    path: '/channels/{channel_id}/threads',
    slice,
    says: 'A page of the threads of a channel, the last active one first, or with sort=begun the last begun one: the open ones, or with archived=true the archived ones. With tag_ids, the posts that carry one of these tags. Needs read_message_history.',
    params: inChannel,
    query: {
      archived: flagText,
      sort: oneOf('activity', 'begun'),
      tag_ids: idsText(TagId, TAGS_PER_FORUM_MAX),
      limit: integerText({ min: 1, max: THREADS_PAGE_MAX }),
      before: id(ChannelId),
    },
    ask: ({ params, query, ...asked }) =>
      deps.queries.threads({
        ...asked,
        ...channelOf(params),
        archived: query.archived ?? false,
        sort: query.sort ?? 'activity',
        tagIds: query.tag_ids ?? [],
        limit: query.limit ?? THREADS_PAGE_MAX,
        before: query.before,
      }),
    answer: ok('A page of threads, and the cursor of the next page.', ThreadPage),
    present: ({ threads, nextBefore }) => ({ threads: threads.map(presentThread), next_before: nextBefore }),
  }),
  question({
    name: 'readThread',
    method: 'GET',
    path: '/channels/{channel_id}/thread',
    slice,
    says: 'The thread that has this id. Needs read_message_history.',
    params: inChannel,
    ask: ({ params, ...asked }) => deps.queries.thread({ ...asked, ...channelOf(params) }),
    answer: ok('The thread.', Thread),
    present: presentThread,
  }),
  command({
    name: 'archiveThread',
    method: 'PUT',
    path: '/channels/{channel_id}/archive',
    slice,
    says: 'Archives a thread before its quiet time is over. The next message opens it again. Needs manage_threads, unless you began it.',
    params: inChannel,
    limits: [perUser('changes_per_user')],
    run: ({ attempt, params }) => deps.commands.archiveThread({ ...attempt, ...channelOf(params) }),
    refuse: archiveThreadRefusals,
    answer: done('The thread is archived.'),
  }),
];
