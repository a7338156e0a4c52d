import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { AUDIT_TRAIL } from '#projections/audit-trail/model.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuild } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, AUDIT_TRAIL];
const Places = t.readonlyArray(t.strict({ stream: t.string, revision: t.Integer, event_id: EventId }));

/**
 * Answers the places in the log of an act that the viewer made under this key. It needs no permission, because the
 * viewer knows what they did. The command that undoes the act asks for the rights.
 */
export const ownAct = (deps: QueryDeps): Queries['ownAct'] =>
  makeQuery(deps, MODELS, ({ viewer, guildId, key }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'own-act',
          models: MODELS,
          needs: undefined,
          payload: sql.fragment`(
            SELECT coalesce(json_agg(json_build_object(
              'stream', stream, 'revision', revision, 'event_id', event_id
            ) ORDER BY position), '[]')
            FROM read.audit_entry
            WHERE guild_id = ${guildId} AND causation = ${key} AND actor = ${`user:${viewer.userId}`}
          )`,
          codec: Places,
        },
      ),
      TE.flatMap(({ through, value: { payload } }) =>
        payload.length === 0
          ? TE.left(NOT_VISIBLE)
          : TE.right({
              through,
              value: payload.map(({ stream, revision, event_id }) => ({
                // The projector put the name of the stream there as it was.
                stream: stream as StreamName,
                revision,
                eventId: event_id,
              })),
            }),
      ),
    ),
  );
