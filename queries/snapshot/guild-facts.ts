import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { NO_TAGS } from '#domain/channel/state.ts';
import { ChannelId, type GuildId, UserId } from '#domain/kernel/ids.ts';
import type { OverwriteFacts } from '#domain/permission/question.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { ChannelFactsView, GuildFactsView, Queries, QueryFailure } from '#queries/queries.ts';
import { oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import {
  lockdownView,
  type OverwriteRow,
  overwriteFacts,
  overwritesKnown,
  SnapshotRow,
  snapshotOfGuild,
} from '#queries/snapshot/guild-snapshot.ts';
import { packed, unpack } from '#queries/snapshot/packed.ts';
import { BROKEN, MemberRow, memberFacts, memberRights } from '#queries/visibility.ts';

const Row = t.strict({
  through: t.bigint,
  guild: nullable(SnapshotRow),
  /** Ids in the order of the guild's own list. It names a channel before the channel is created. */
  listing: t.readonlyArray(ChannelId),
  /** Channels that are there and that the list does not name yet. */
  unlisted: nullable(t.string),
  members: t.readonlyArray(t.strict({ user_id: UserId, member: MemberRow })),
});
type Row = t.TypeOf<typeof Row>;

/**
 * Selects the channels of a guild that its list does not name. To make or to restore a channel takes two events, and the
 * guild may be read between them.
 */
const unlistedIn = (guildId: GuildId): Sql => sql.fragment`
  SELECT ${packed} FROM (
    SELECT channel.*, channel.position AS listed
    FROM read.channel LEFT JOIN read.channel_listing USING (channel_id, guild_id)
    WHERE channel.guild_id = ${guildId} AND channel_listing.channel_id IS NULL AND channel.deleted_at IS NULL
      AND ${overwritesKnown}
  ) AS room`;

type Answer = { readonly through: Row['through']; readonly facts: GuildFactsView | null };
type OverwritesOf = (channelId: ChannelId) => ReadonlyArray<OverwriteFacts>;

const overwritesIn = (rows: ReadonlyArray<OverwriteRow>): OverwritesOf => {
  const byChannel = Map.groupBy(rows, ({ channel_id }) => channel_id);
  return (channelId) => (byChannel.get(channelId) ?? []).flatMap(overwriteFacts);
};

/** A deleted category, of which only the overwrites count. */
const deletedCategory = (guildId: GuildId, channelId: ChannelId, overwritesOf: OverwritesOf): ChannelFactsView => ({
  ...{ guildId, channelId, name: '', channelKind: 'category', parentId: null, topic: null, slowModeSecs: 0 },
  ...NO_TAGS,
  ...{ createdAt: '' as ChannelFactsView['createdAt'], syncedWith: null, deleted: true },
  overwrites: overwritesOf(channelId),
});

const factsOf = (
  guildId: GuildId,
  row: SnapshotRow,
  { listing, unlisted, members }: Pick<Row, 'listing' | 'unlisted' | 'members'>,
): E.Either<QueryFailure, GuildFactsView> => {
  const [listed, others] = [unpack(row.channels), unpack(unlisted)];
  if (listed === undefined || others === undefined) return E.left(BROKEN);
  const present = [...listed, ...others];
  const overwritesOf = overwritesIn(row.overwrites);
  const known = new Set(present.map(({ channelId }) => channelId));
  const categories = new Set(
    [...present.map(({ syncedWith }) => syncedWith), ...row.overwrites.map(({ channel_id }) => channel_id)].filter(
      (id): id is ChannelId => id !== null && !known.has(id),
    ),
  );
  return E.right({
    guild: {
      ...{ guildId, name: row.name, ownerId: row.owner_id, createdAt: row.created_at },
      lockdown: lockdownView(row.lockdown),
    },
    roles: row.roles.map(({ role_id: roleId, ...role }) => ({ guildId, roleId, ...role })),
    channels: [
      ...present.map((channel) => ({
        ...channel,
        guildId,
        deleted: false,
        overwrites: overwritesOf(channel.channelId),
      })),
      ...[...categories].map((id) => deletedCategory(guildId, id, overwritesOf)),
    ],
    listing,
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
              SELECT coalesce(json_agg(channel_id ORDER BY position), '[]')
              FROM read.channel_listing WHERE guild_id = ${guildId}
            ) AS listing,
            (${unlistedIn(guildId)}) AS unlisted,
            (
              SELECT coalesce(json_agg(json_build_object('user_id', user_id, 'member', ${memberFacts})), '[]')
              FROM read.member WHERE guild_id = ${guildId} AND user_id = ANY(${sql.array([...users], 'text')})
            ) AS members`,
      }),
      TE.flatMapEither(
        ({ through, guild, ...rest }): E.Either<QueryFailure, Answer> =>
          guild === null
            ? E.right({ through, facts: null })
            : pipe(
                factsOf(guildId, guild, rest),
                E.map((facts) => ({ through, facts })),
              ),
      ),
    );
