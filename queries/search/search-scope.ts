/** Finds the channels that a viewer may search, and the users that the names in a query stand for, in one statement. */
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ChannelId, type GuildId, UserId } from '#domain/kernel/ids.ts';
import { has } from '#domain/permission/permission-set.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import type { Gate } from '#queries/gate.ts';
import { SEARCH_PEOPLE_MAX, SEARCH_THREADS_MAX } from '#queries/limits.ts';
import type { NotVisible, QueryFailure } from '#queries/queries.ts';
import type { FoundValue, QueryDeps } from '#queries/query-runner.ts';
import type { NamesOrMe } from '#queries/search/search-query/criteria.ts';
import { withoutInvisible } from '#queries/search/search-query/invisible.ts';
import type { SnapshotChannel } from '#queries/snapshot/guild-snapshot.ts';
import { behindGuild } from '#queries/visibility.ts';

export const SEARCHED_MODELS = [GUILD_DIRECTORY, MESSAGE_TIMELINE];

/** Keeps the channels whose messages the gate lets the viewer find. */
export const readableOf = (gate: Gate, channels: ReadonlyArray<SnapshotChannel>): ReadonlyArray<SnapshotChannel> =>
  channels.filter((channel) => {
    const permissions = gate.inChannel(channel.channelId);
    return has(permissions, 'view_channel') && has(permissions, 'read_message_history');
  });

/** Channels to search in, and users whose messages count. */
export type SearchScope = {
  readonly channels: ReadonlyArray<ChannelId>;
  /** Undefined when the query names no user. */
  readonly people: ReadonlyArray<UserId> | undefined;
  /** Users whom a message must mention, all of them. Undefined when a name stands for no user. */
  readonly mentioned: ReadonlyArray<UserId> | undefined;
};

const ScopePayload = t.strict({
  people: t.readonlyArray(UserId),
  /** One user for each mentioned name that stands for one. */
  mentioned: t.readonlyArray(UserId),
  /** Threads of the guild, the newest first. */
  threads: t.readonlyArray(t.strict({ channel_id: ChannelId, parent_id: ChannelId, name: t.string })),
});

const comparedName = (name: string): string => withoutInvisible(name).normalize('NFC').toLowerCase();

/** Compares two names of channels as they are seen, without regard to case. Several channels may have one name. */
const sameName = (a: string, b: string): boolean => comparedName(a) === comparedName(b);

const FIRST_LETTERS = /(?<!\p{L}|\p{M})\p{L}/gu;
/**
 * Answers a name in the forms in which accounts are stored, and in each usual case. Postgres compares without regard to
 * the case of ASCII letters alone.
 */
const storedNames = (name: string): ReadonlyArray<string> =>
  [name.normalize('NFC'), name.normalize('NFKC')].flatMap((stored) => {
    const lower = stored.toLowerCase();
    return [stored, lower, stored.toUpperCase(), lower.replace(FIRST_LETTERS, (letter) => letter.toUpperCase())];
  });

/**
 * Finds channels and users by their names. An unknown name and a hidden one both lead nowhere. Names of users need no
 * gate, because only messages in readable channels can be found. A mentioned name stands for one user: the one with a
 * login, or else the oldest imported one.
 */
export const searchScope =
  (deps: QueryDeps) =>
  (asked: {
    readonly userId: UserId;
    readonly guildId: GuildId;
    readonly channelId: ChannelId | undefined;
    readonly inNames: ReadonlyArray<string>;
    readonly from: NamesOrMe;
    readonly mentions: NamesOrMe;
  }): TE.TaskEither<NotVisible | QueryFailure, FoundValue<SearchScope>> => {
    const { userId, guildId, channelId, inNames, from, mentions } = asked;
    const names = [...new Set(from.names.flatMap(storedNames))];
    const mentioned = mentions.names.flatMap((name, at) => storedNames(name).map((form) => ({ at, form })));
    return pipe(
      behindGuild(deps)(
        { userId, guildId },
        {
          name: 'search-scope',
          models: SEARCHED_MODELS,
          needs: undefined,
          payload: sql.fragment`(
            SELECT json_build_object(
              'people', (
                SELECT coalesce(json_agg(user_id), '[]') FROM (
                  SELECT user_id FROM read.account
                  WHERE ${names.length > 0} AND lower(username) = ANY (
                    ARRAY(SELECT lower(name) FROM unnest(${sql.array(names, 'text')}) AS name)
                  )
                  ORDER BY imported, user_id LIMIT ${SEARCH_PEOPLE_MAX}
                ) AS named
              ),
              'threads', (
                SELECT coalesce(json_agg(json_build_object(
                  'channel_id', channel_id, 'parent_id', parent_id, 'name', name
                )), '[]') FROM (
                  SELECT channel_id, parent_id, name FROM read.thread
                  WHERE guild_id = ${guildId} AND deleted_at IS NULL
                  ORDER BY position DESC LIMIT ${SEARCH_THREADS_MAX}
                ) AS newest
              ),
              'mentioned', (
                SELECT coalesce(json_agg(named.user_id), '[]') FROM (
                  SELECT DISTINCT ON (asked.at) account.user_id
                  FROM unnest(
                    ${sql.array(
                      mentioned.map(({ at }) => at),
                      'int4',
                    )},
                    ${sql.array(
                      mentioned.map(({ form }) => form),
                      'text',
                    )}
                  ) AS asked (at, form)
                  JOIN read.account ON lower(account.username) = lower(asked.form)
                  ORDER BY asked.at, account.imported, account.user_id
                ) AS named
              )
            )
          )`,
          codec: ScopePayload,
        },
      ),
      TE.map(({ through, value: { guild, gate, payload } }) => {
        const readable = readableOf(gate, guild.channels);
        const parents = new Map(readable.map((channel) => [channel.channelId, channel.name]));
        const places = [
          ...readable.map((channel) => ({ channelId: channel.channelId, names: [channel.name] })),
          // A thread is found under its own name and under that of its channel.
          ...payload.threads.flatMap((thread) => {
            const parent = parents.get(thread.parent_id);
            return parent === undefined ? [] : [{ channelId: thread.channel_id, names: [thread.name, parent] }];
          }),
        ];
        const channels = places
          .filter((place) => channelId === undefined || place.channelId === channelId)
          .filter(
            ({ names }) => inNames.length === 0 || inNames.some((name) => names.some((one) => sameName(name, one))),
          )
          .map((place) => place.channelId);
        const people = from.me ? [...payload.people, userId] : payload.people;
        const named = from.me || from.names.length > 0;
        const known = payload.mentioned.length === mentions.names.length;
        const called = mentions.me ? [...payload.mentioned, userId] : payload.mentioned;
        const value = { channels, people: named ? people : undefined, mentioned: known ? called : undefined };
        return { through, value };
      }),
    );
  };
