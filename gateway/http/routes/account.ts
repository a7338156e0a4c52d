import type { Commands } from '#commands/commands.ts';
import { SessionId } from '#domain/kernel/ids.ts';
import { done, type Endpoint, ok, perUser } from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { presentMe } from '#gateway/present/account.ts';
import { presentSession, revokeSessionRefusals } from '#gateway/present/session.ts';
import { Me, SessionList } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

export const accountRoutes = (deps: {
  readonly commands: Pick<Commands, 'revokeSession'>;
  readonly queries: Pick<Queries, 'me' | 'sessions'>;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'readMe',
    method: 'GET',
    path: '/auth/me',
    slice: 'account',
    says: 'Your own account.',
    ask: ({ viewer, atLeast }) => deps.queries.me({ viewer, atLeast }),
    answer: ok('Your account.', Me),
    present: presentMe,
  }),
  question({
    name: 'listSessions',
    method: 'GET',
    path: '/auth/sessions',
    slice: 'session',
    says: 'Your sessions that go on.',
    ask: ({ viewer, atLeast }) => deps.queries.sessions({ viewer, atLeast }),
    answer: ok('The sessions.', SessionList),
    present: (sessions, { viewer }) => ({ sessions: sessions.map(presentSession(viewer.sessionId)) }),
  }),
  command({
    name: 'revokeSession',
    method: 'DELETE',
    path: '/auth/sessions/{session_id}',
    slice: 'session',
    says: 'Ends one of your sessions. Its tokens stop working and its connections are closed.',
    params: { session_id: id(SessionId) },
    limits: [perUser('changes_per_user')],
    run: ({ attempt, params }) => deps.commands.revokeSession({ ...attempt, target: params.session_id }),
    refuse: revokeSessionRefusals,
    security: ({ params }) => ({ event: 'session_ended', cause: 'revoked_by_user', sessionId: params.session_id }),
    answer: done('Ended.'),
  }),
];
