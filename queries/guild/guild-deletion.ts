import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { countedMessages } from '#queries/message/counted-messages.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { behindGuild } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];

/** Answers how many channels, members and messages the deletion of a guild takes. Only the owner may delete it. */
export const guildDeletion = (deps: QueryDeps): Queries['guildDeletion'] =>
  makeQuery(deps, MODELS, ({ viewer, guildId }) =>
    pipe(
      behindGuild(deps)(
        { userId: viewer.userId, guildId },
        {
          name: 'guild-deletion',
          models: MODELS,
          needs: undefined,
          payload: sql.fragment`(SELECT count(*)::int FROM read.member WHERE guild_id = ${guildId})`,
          codec: t.Integer,
        },
      ),
      TE.flatMap(({ value: { guild, payload: members } }) => {
        if (guild.ownerId !== viewer.userId) return TE.left(NOT_VISIBLE);
        const ids = guild.channels.map(({ channelId }) => channelId);
        const channels = guild.channels.filter(({ channelKind }) => channelKind !== 'category').length;
        return pipe(
          countedMessages(deps, MODELS, ids),
          TE.map(({ through, value }) => ({ through, value: { ...value, channels, members } })),
        );
      }),
    ),
  );
