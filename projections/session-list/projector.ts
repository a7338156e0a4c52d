import { sql } from 'slonik';
import { isErased } from '#domain/kernel/erasable.ts';
import type { SessionId } from '#domain/kernel/ids.ts';
import { type KeyedTable, keyedStatements, type RowOp } from '#projections/engine/keyed-rows.ts';
import { type TableProjector, tableModel } from '#projections/engine/projector.ts';
import { SESSION_LIST, type SessionRow } from '#projections/session-list/model.ts';

const session: KeyedTable<SessionRow> = {
  table: 'session',
  key: ['session_id'],
  columns: { session_id: 'text', user_id: 'text', device: 'text', created_at: 'text', refreshed_at: 'text' },
};

/** What comes before a session's id in the name of its stream. */
const SESSION_STREAM = 'session-';

const projector: TableProjector<RowOp<SessionRow>> = {
  name: SESSION_LIST,
  version: 1,
  tables: [
    sql.fragment`
      CREATE TABLE session (
        session_id text COLLATE "C" PRIMARY KEY,
        user_id text COLLATE "C" NOT NULL,
        device text,
        created_at text COLLATE "C" NOT NULL,
        refreshed_at text COLLATE "C" NOT NULL
      )`,
  ],
  indexes: [sql.fragment`CREATE INDEX session_of_user ON session (user_id)`],
  on: {
    'session.started': ({ event: { data }, metadata }) => [
      {
        op: 'put',
        row: {
          session_id: data.sessionId,
          user_id: data.userId,
          device: isErased(data.device) ? null : data.device,
          created_at: metadata.time,
          refreshed_at: metadata.time,
        },
      },
    ],
    'session.refreshed': ({ event: { data }, metadata }) => [
      { op: 'amend', key: { session_id: data.sessionId }, change: { refreshed_at: metadata.time } },
    ],
    'session.revoked': ({ event: { data } }) => [{ op: 'remove', key: { session_id: data.sessionId } }],

    'account.registered': 'ignored',
    'account.imported': 'ignored',
    'account.username-claimed': 'ignored',
    'account.username-released': 'ignored',
    'account.server-ownership-claimed': 'ignored',
    'account.guild-acquired': 'ignored',
    'account.guild-relinquished': 'ignored',
    'guild.created': 'ignored',
    'guild.renamed': 'ignored',
    'guild.deleted': 'ignored',
    'guild.channel-listed': 'ignored',
    'guild.channel-unlisted': 'ignored',
    'guild.member-joined': 'ignored',
    'guild.member-left': 'ignored',
    'guild.member-kicked': 'ignored',
    'channel.created': 'ignored',
    'channel.renamed': 'ignored',
    'channel.deleted': 'ignored',
    'invite.created': 'ignored',
    'invite.accepted': 'ignored',
    'message.sent': 'ignored',
    'message.edited': 'ignored',
    'message.deleted': 'ignored',
    'message.reaction-added': 'ignored',
    'message.reaction-removed': 'ignored',
  },
  // A session that may have been revoked is over.
  parked: ({ stream }) =>
    stream.startsWith(SESSION_STREAM)
      ? [{ op: 'remove', key: { session_id: stream.slice(SESSION_STREAM.length) as SessionId } }]
      : [],
  changes: (ops) => keyedStatements(session, ops),
};

export const sessionList = tableModel(projector);
