import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { type ChannelId, type GuildId, UserId } from '#domain/kernel/ids.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { ChannelFactsView, GuildFactsView, Queries, QueryFailure } from '#queries/queries.ts';
import { oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { type OverwriteRow, overwriteFacts, SnapshotRow, snapshotOfGuild } from '#queries/snapshot/guild-snapshot.ts';
import { unpack } from '#queries/snapshot/packed.ts';
import { BROKEN, MemberRow, memberFacts, memberRights } from '#queries/visibility.ts';

const Row = t.strict({
  through: t.bigint,
  guild: nullable(SnapshotRow),
  members: t.readonlyArray(t.strict({ user_id: UserId, member: MemberRow })),
});
type Row = t.TypeOf<typeof Row>;

type Answer = { readonly through: Row['through']; readonly facts: GuildFactsView | null };
type OverwritesOf = (channelId: ChannelId) => ReadonlyArray<OverwriteFacts>;

const overwritesIn = (rows: ReadonlyArray<OverwriteRow>): OverwritesOf => {
  const byChannel = Map.groupBy(rows, ({ channel_id }) => channel_id);
  return (channelId) => (byChannel.get(channelId) ?? []).flatMap(overwriteFacts);
};

/** A deleted category, of which only the overwrites count. */
const deletedCategory = (guildId: GuildId, channelId: ChannelId, overwritesOf: OverwritesOf): ChannelFactsView => ({
  ...{ guildId, channelId, name: '', channelKind: 'category', parentId: null, topic: null, slowModeSecs: 0 },
  ...{ createdAt: '' as ChannelFactsView['createdAt'], syncedWith: null, deleted: true },
  overwrites: overwritesOf(channelId),
});

const factsOf = (
  guildId: GuildId,
  row: SnapshotRow,
  members: Row['members'],
): E.Either<QueryFailure, GuildFactsView> => {
  const listed = unpack(row.channels);
  if (listed === undefined) return E.left(BROKEN);
  const overwritesOf = overwritesIn(row.overwrites);
  const known = new Set(listed.map(({ channelId }) => channelId));
  const categories = new Set(
    [...listed.map(({ syncedWith }) => syncedWith), ...row.overwrites.map(({ channel_id }) => channel_id)].filter(
      (id): id is ChannelId => id !== null && !known.has(id),
    ),
  );
  const { lockdown } = row;
  return E.right({
    guild: {
      ...{ guildId, name: row.name, ownerId: row.owner_id, createdAt: row.created_at },
      lockdown: lockdown && { until: lockdown.until, newcomersSince: lockdown.newcomers_since },
    },
    roles: row.roles.map(({ role_id: roleId, ...role }) => ({ guildId, roleId, ...role })),
    channels: [
      ...listed.map((channel) => ({
        ...channel,
        guildId,
        deleted: false,
        overwrites: overwritesOf(channel.channelId),
      })),
      ...[...categories].map((id) => deletedCategory(guildId, id, overwritesOf)),
    ],
    channelOrder: row.channel_order,
    members: members.map(({ user_id: userId, member }) => ({ userId, ...memberRights(member) })),
  });
};

/** Answers the facts of a guild and of some members at one position, for the gateway, which brings them forward. */
export const guildFacts =
  (deps: QueryDeps): Queries['guildFacts'] =>
  ({ guildId, users }) =>
    pipe(
      oneRow(deps.models, {
        name: 'guild-facts',
        row: Row,
        sql: sql.fragment`
          SELECT
            ${throughOf([GUILD_DIRECTORY])} AS through,
            (SELECT ${snapshotOfGuild} FROM read.guild WHERE guild_id = ${guildId}) AS guild,
            (
              SELECT coalesce(json_agg(json_build_object('user_id', user_id, 'member', ${memberFacts})), '[]')
              FROM read.member WHERE guild_id = ${guildId} AND user_id = ANY(${sql.array([...users], 'text')})
            ) AS members`,
      }),
      TE.flatMapEither(
        ({ through, guild, members }): E.Either<QueryFailure, Answer> =>
          guild === null
            ? E.right({ through, facts: null })
            : pipe(
                factsOf(guildId, guild, members),
                E.map((facts) => ({ through, facts })),
              ),
      ),
    );
