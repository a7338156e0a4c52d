import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { GuildRow } from '#queries/gate.ts';
import { guildView } from '#queries/guild/guild-view.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { guildsOf } from '#queries/visibility.ts';

/** Answers the guilds of the viewer, in the order they were made. */
export const guilds = (deps: QueryDeps): Queries['guilds'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer }) =>
    pipe(
      oneRow(deps.models, {
        name: 'guilds',
        row: t.strict({ through: t.bigint, guilds: t.readonlyArray(GuildRow) }),
        sql: sql.fragment`
          SELECT ${throughOf([GUILD_DIRECTORY])} AS through, (
            SELECT coalesce(json_agg(seen ORDER BY seen.guild_id), '[]') FROM (${guildsOf(viewer.userId)}) AS seen
          ) AS guilds`,
      }),
      TE.map(({ through, guilds }) => ({ through, value: guilds.map(guildView) })),
    ),
  );
