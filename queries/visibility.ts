/**
 * Visibility: the one place that decides what a viewer may see. It reads the right and the payload in one statement, so
 * an answer is never older or newer than the right to it. An absent, a removed and a hidden thing all answer alike.
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelKind } from '#domain/channel/events.ts';
import { ChannelId, GuildId, type UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import type { Permission } from '#domain/permission/bits.ts';
import { has, type PermissionSet } from '#domain/permission/permission-set.ts';
import { type Gate, GuildRow, ownGate } from '#queries/gate.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { NotVisible, QueryFailure } from '#queries/queries.ts';
import { type FoundValue, NOT_VISIBLE, oneRow, type QueryDeps, throughOf } from '#queries/query-runner.ts';
import { checkedRow, nullable } from '#queries/row-codec.ts';

/** Row of a channel that exists and is listed, as `listedChannels` selects it. */
export const ChannelRow = t.strict({
  guild_id: GuildId,
  channel_id: ChannelId,
  parent_id: nullable(ChannelId),
  name: t.string,
  kind: ChannelKind,
  created_at: Instant,
});
export type ChannelRow = t.TypeOf<typeof ChannelRow>;

/** Selects the columns of `GuildFacts` from `read.guild`. */
export const guildFacts: Sql = sql.fragment`
  SELECT
    guild.guild_id, guild.name, guild.owner_id, guild.created_at,
    (
      SELECT json_agg(json_build_object('role_id', role_id, 'rank', rank, 'permissions', permissions))
      FROM read.role WHERE role.guild_id = guild.guild_id
    ) AS roles`;

/**
 * Selects a JSON value of `MemberRow`. Roles and time-outs of members have no events yet, so `read.member` lacks them.
 */
export const memberRights: Sql = sql.fragment`json_build_object('role_ids', '[]'::json, 'timed_out_until', NULL::text)`;

/**
 * Selects a JSON list of `OverwriteRow` for all channels of a guild. Overwrites have no events yet, so it is empty.
 */
export const overwritesOfGuild: Sql = sql.fragment`'[]'::json`;

/** Selects the guilds that `viewer` is a member of, as rows of `GuildRow`. The owner is a member too. */
export const guildsOf = (viewer: UserId): Sql => sql.fragment`
  ${guildFacts}, ${memberRights} AS member, ${overwritesOfGuild} AS overwrites
  FROM read.member JOIN read.guild USING (guild_id)
  WHERE member.user_id = ${viewer}`;

/** Selects channels that exist and are in their guild's list, as rows of `ChannelRow`. */
export const listedChannels: Sql = sql.fragment`
  SELECT
    channel.guild_id, channel.channel_id, channel.parent_id, channel.name, channel.kind, channel.created_at,
    channel_listing.position AS listed
  FROM read.channel_listing JOIN read.channel USING (channel_id, guild_id)`;

/** Question behind the gate. Its payload is one JSON value, read in the statement of the gate. */
export type GatedQuestion<A> = {
  readonly name: string;
  readonly models: ReadonlyArray<string>;
  readonly needs: Permission | undefined;
  readonly payload: Sql;
  readonly codec: t.Type<A, unknown, unknown>;
};

const decodePayload = <A>(codec: t.Type<A, unknown, unknown>, payload: unknown): E.Either<QueryFailure, A> =>
  pipe(
    checkedRow(codec, payload),
    E.mapLeft((why) => ({ kind: 'ReadModelsUnavailable', why })),
  );

export type SeenGuild<A> = { readonly guild: GuildRow; readonly gate: Gate; readonly payload: A };

/** Answers a payload to a member of the guild who has the permission `needs`. */
export const behindGuild =
  (deps: QueryDeps) =>
  <A>(
    { userId, guildId }: { readonly userId: UserId; readonly guildId: GuildId },
    behind: GatedQuestion<A>,
  ): TE.TaskEither<NotVisible | QueryFailure, FoundValue<SeenGuild<A>>> =>
    pipe(
      oneRow(deps.models, {
        name: behind.name,
        row: t.strict({ through: t.bigint, guild: nullable(GuildRow), payload: t.unknown }),
        sql: sql.fragment`
          SELECT
            ${throughOf(behind.models)} AS through,
            (SELECT to_json(seen) FROM (${guildsOf(userId)} AND guild.guild_id = ${guildId}) AS seen) AS guild,
            ${behind.payload} AS payload`,
      }),
      TE.flatMapEither(({ through, guild, payload }): E.Either<NotVisible | QueryFailure, FoundValue<SeenGuild<A>>> => {
        if (guild === null) return E.left(NOT_VISIBLE);
        const gate = ownGate(guild, { userId, at: deps.now() });
        if (behind.needs !== undefined && !has(gate.inGuild, behind.needs)) return E.left(NOT_VISIBLE);
        return pipe(
          decodePayload(behind.codec, payload),
          E.map((decoded) => ({ through, value: { guild, gate, payload: decoded } })),
        );
      }),
    );

export type SeenChannel<A> = SeenGuild<A> & { readonly channel: ChannelRow; readonly permissions: PermissionSet };

/**
 * Answers a payload to a viewer who sees the channel and has `needs` in it. The channel's row names the deciding guild.
 */
export const behindChannel =
  (deps: QueryDeps) =>
  <A>(
    { userId, channelId }: { readonly userId: UserId; readonly channelId: ChannelId },
    behind: GatedQuestion<A>,
  ): TE.TaskEither<NotVisible | QueryFailure, FoundValue<SeenChannel<A>>> =>
    pipe(
      oneRow(deps.models, {
        name: behind.name,
        row: t.strict({
          through: t.bigint,
          guild: nullable(GuildRow),
          channel: nullable(ChannelRow),
          payload: t.unknown,
        }),
        sql: sql.fragment`
          SELECT
            ${throughOf(behind.models)} AS through,
            (
              SELECT to_json(seen) FROM (
                ${guildsOf(userId)}
                AND guild.guild_id = (SELECT guild_id FROM read.channel WHERE channel_id = ${channelId})
              ) AS seen
            ) AS guild,
            (SELECT to_json(seen) FROM (${listedChannels} WHERE channel_id = ${channelId}) AS seen) AS channel,
            ${behind.payload} AS payload`,
      }),
      TE.flatMapEither(
        ({ through, guild, channel, payload }): E.Either<NotVisible | QueryFailure, FoundValue<SeenChannel<A>>> => {
          if (guild === null) return E.left(NOT_VISIBLE);
          if (channel === null) return E.left(NOT_VISIBLE);
          const gate = ownGate(guild, { userId, at: deps.now() });
          const permissions = gate.inChannel(channel.channel_id);
          if (!has(permissions, 'view_channel')) return E.left(NOT_VISIBLE);
          if (behind.needs !== undefined && !has(permissions, behind.needs)) return E.left(NOT_VISIBLE);
          return pipe(
            decodePayload(behind.codec, payload),
            E.map((decoded) => ({ through, value: { guild, gate, channel, permissions, payload: decoded } })),
          );
        },
      ),
    );
