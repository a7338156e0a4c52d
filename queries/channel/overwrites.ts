import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import type { Overwrite } from '#domain/permission/overwrite.ts';
import { namesIn } from '#domain/permission/permission-set.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { channelRights } from '#queries/gate.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { channelView } from '#queries/snapshot/guild-snapshot.ts';
import { behindChannel } from '#queries/visibility.ts';

const overwriteOf = (target: OverwriteFacts['target'], { allow, deny }: Overwrite) => ({
  target,
  allow: namesIn(allow),
  deny: namesIn(deny),
});

/** Answers the overwrites that count in a channel: its own, or those of the category that it is synced with. */
export const overwrites = (deps: QueryDeps): Queries['overwrites'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, channelId }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'overwrites',
          models: [GUILD_DIRECTORY],
          needs: 'manage_roles',
          payload: sql.fragment`NULL::json`,
          codec: t.null,
        },
      ),
      TE.filterOrElseW(
        // A thread has no overwrites of its own.
        ({ value }) => value.channel.channelKind !== 'thread',
        () => NOT_VISIBLE,
      ),
      TE.map(({ through, value: { guild, channel } }) => {
        const { roles, members } = channelRights(guild.rights, channelId).overwrites;
        return {
          through,
          value: {
            synced: channelView(guild.guildId, channel, []).synced,
            overwrites: [
              ...[...roles].map(([roleId, overwrite]) => overwriteOf({ kind: 'role', roleId }, overwrite)),
              ...[...members].map(([userId, overwrite]) => overwriteOf({ kind: 'member', userId }, overwrite)),
            ],
          },
        };
      }),
    ),
  );
