import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuild } from '#queries/visibility.ts';

/** Answers the channels of a guild that the viewer may see, in the order of their display. */
export const channels = (deps: QueryDeps): Queries['channels'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, guildId }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'channels',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`NULL::json`,
          codec: t.null,
        },
      ),
      TE.map(({ through, value: { guild, gate } }) => ({ through, value: guild.sights(gate).channels })),
    ),
  );
