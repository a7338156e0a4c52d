import { sql } from 'slonik';
import { ignoring } from '#domain/event-catalog.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { partsOf } from '#domain/kernel/stream.ts';
import { keyedModel } from '#projections/engine/projector.ts';
import { amend, put, remove } from '#projections/engine/table.ts';
import { SESSION_LIST, session } from '#projections/session-list/model.ts';

export const sessionList = keyedModel({
  name: SESSION_LIST,
  version: 1,
  tables: [session],
  indexes: [sql.fragment`CREATE INDEX session_of_user ON session (user_id)`],
  on: {
    'session.started': ({ event: { data }, metadata }) => [
      put(session, {
        session_id: data.sessionId,
        user_id: data.userId,
        device: isErased(data.device) ? null : data.device,
        created_at: metadata.time,
        refreshed_at: metadata.time,
      }),
    ],
    'session.refreshed': ({ event: { data }, metadata }) => [
      amend(session, { session_id: data.sessionId }, { refreshed_at: metadata.time }),
    ],
    'session.revoked': ({ event: { data } }) => [remove(session, { session_id: data.sessionId })],

    ...ignoring(
      'guild',
      'role-created',
      'role-changed',
      'role-deleted',
      'role-restored',
      'roles-ordered',
      'channels-ordered',
    ),
    ...ignoring('guild', 'owner-changed', 'lockdown-begun', 'lockdown-ended'),
    ...ignoring(
      'guild',
      'member-banned',
      'member-unbanned',
      'member-reinstated',
      'member-timed-out',
      'member-time-out-ended',
    ),
    ...ignoring('guild', 'member-role-given', 'member-role-taken', 'member-nickname-changed'),
    ...ignoring(
      'channel',
      'topic-changed',
      'slow-mode-changed',
      'moved',
      'overwrite-set',
      'overwrite-removed',
      'overwrites-replaced',
    ),
    ...ignoring('channel', 'thread-begun', 'thread-archived', 'tags-set', 'tag-requirement-set', 'post-tagged'),
    ...ignoring('channel', 'synced', 'restored', 'erased', 'message-pinned', 'message-unpinned'),
    ...ignoring('message', 'restored'),
    ...ignoring('invite', 'revoked'),
    ...ignoring(
      'account',
      'username-claimed',
      'username-released',
      'registered',
      'imported',
      'server-ownership-claimed',
      'guild-acquired',
      'guild-relinquished',
    ),
    ...ignoring('guild', 'created', 'renamed', 'deleted', 'channel-listed', 'channel-unlisted'),
    ...ignoring('guild', 'member-joined', 'member-left', 'member-kicked'),
    ...ignoring('channel', 'created', 'renamed', 'deleted'),
    ...ignoring('invite', 'created', 'accepted'),
    ...ignoring('message', 'sent', 'edited', 'deleted', 'reaction-added', 'reaction-removed'),
  },
  // A session on an unreadable stream may have been revoked, so it counts as revoked.
  parked: ({ stream }) => {
    const parts = partsOf(stream);
    return parts?.kind === 'session' ? [remove(session, { session_id: parts.sessionId })] : [];
  },
});
