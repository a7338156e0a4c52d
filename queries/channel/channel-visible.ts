import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { namesIn } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { channelView } from '#queries/snapshot/guild-snapshot.ts';
import { behindChannel } from '#queries/visibility.ts';

export const channelVisible = (deps: QueryDeps): Queries['channelVisible'] =>
  makeQuery(deps, [GUILD_DIRECTORY], ({ viewer, channelId }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'channel-visible',
          models: [GUILD_DIRECTORY],
          needs: undefined,
          payload: sql.fragment`NULL::json`,
          codec: t.null,
        },
      ),
      TE.flatMapEither(({ through, value: { guild, gate, channel, permissions } }) => {
        if (channel.channelKind === 'thread')
          return E.right({ through, value: channelView(guild.guildId, channel, namesIn(permissions)) });
        const value = guild.sights(gate).channels.find((one) => one.channelId === channelId);
        return value === undefined ? E.left(NOT_VISIBLE) : E.right({ through, value });
      }),
    ),
  );
