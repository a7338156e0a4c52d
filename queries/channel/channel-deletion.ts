import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { gateOf } from '#queries/gate.ts';
import { MemberClassRow, memberClasses } from '#queries/guild/member-classes.ts';
import { countedMessages } from '#queries/message/counted-messages.ts';
import type { Queries } from '#queries/queries.ts';
import { makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { behindChannel, guildOfChannel } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];

/** Answers how many messages the deletion of a channel takes, and how many members lose sight of it. */
export const channelDeletion = (deps: QueryDeps): Queries['channelDeletion'] =>
  makeQuery(deps, MODELS, ({ viewer, channelId }) =>
    pipe(
      behindChannel(deps)(
        { userId: viewer.userId, channelId },
        {
          name: 'channel-deletion',
          models: MODELS,
          // A thread needs another permission than a channel, so it is asked below.
          needs: undefined,
          payload: memberClasses(guildOfChannel(channelId), null),
          codec: t.readonlyArray(MemberClassRow),
        },
      ),
      TE.flatMap(({ value: { guild, seenWith, channel, permissions, payload } }) => {
        const needed = channel.channelKind === 'thread' ? 'manage_threads' : 'manage_channels';
        if (!has(permissions, needed)) return TE.left(NOT_VISIBLE);
        const at = deps.now();
        const sees = ({ role_ids: roleIds, members: [first] }: MemberClassRow): boolean => {
          if (first === undefined) return false;
          const gate = gateOf(guild.rights, { userId: first.user_id, member: { roleIds, timedOutUntil: null }, at });
          return has(gate.inChannel(seenWith), 'view_channel');
        };
        const members = payload.filter(sees).reduce((sum, { members_count }) => sum + members_count, 0);
        return pipe(
          countedMessages(deps, MODELS, [channelId]),
          TE.map(({ through, value }) => ({ through, value: { ...value, members } })),
        );
      }),
    ),
  );
