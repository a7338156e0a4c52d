import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { UserId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { behindGuild } from '#queries/visibility.ts';

const StreamRow = t.strict({ stream: t.string, creator_id: UserId });

/**
 * Answers the stream of an invite that the viewer may end. It finds an ended invite too, because the end may be tried
 * again.
 */
export const inviteStream = (deps: QueryDeps): Queries['inviteStream'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId, inviteId }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'invite-stream',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`(
            SELECT json_build_object('stream', stream, 'creator_id', creator_id)
            FROM read.invite WHERE guild_id = ${guildId} AND invite_id = ${inviteId}
          )`,
          codec: nullable(StreamRow),
        },
      ),
      TE.flatMap(({ through, value: { gate, payload } }) => {
        const isOwn = payload?.creator_id === viewer.userId;
        if (payload === null || !(isOwn || has(gate.inGuild, 'manage_guild'))) return TE.left(NOT_VISIBLE);
        // The projector put the name of the stream there as it was.
        return TE.right({ through, value: payload.stream as StreamName });
      }),
    ),
  );
