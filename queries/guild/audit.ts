import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import * as t from 'io-ts';
import { sql } from 'slonik';
import { ERASED } from '#domain/kernel/erasable.ts';
import { ChannelId, type EventId, type GuildId, type UserId } from '#domain/kernel/ids.ts';
import { Instant } from '#domain/kernel/instant.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { has } from '#domain/permission/permission-set.ts';
import { type OverwriteFacts, overwritesOf } from '#domain/permission/question.ts';
import { AUDIT_TRAIL } from '#projections/audit-trail/model.ts';
import { GUILD_DIRECTORY } from '#projections/guild-directory/model.ts';
import { MESSAGE_TIMELINE } from '#projections/message-timeline/model.ts';
import { type Gate, gateOf } from '#queries/gate.ts';
import type { ActPlaceView, AuditEntryView } from '#queries/governance-views.ts';
import { isUndoableNow } from '#queries/guild/undoable-now.ts';
import { AUDIT_ROUNDS_MAX } from '#queries/limits.ts';
import type { Sql } from '#queries/ports/read-models.ts';
import type { NotVisible, Queries, QueryFailure } from '#queries/queries.ts';
import { type FoundValue, makeQuery, NOT_VISIBLE, type QueryDeps } from '#queries/query-runner.ts';
import { nullable } from '#queries/row-codec.ts';
import { OverwriteRow, overwriteFacts, overwritesKnown } from '#queries/snapshot/guild-snapshot.ts';
import { behindGuild, type SeenGuild } from '#queries/visibility.ts';

const MODELS = [GUILD_DIRECTORY, AUDIT_TRAIL, MESSAGE_TIMELINE];
/** `undoMs`: milliseconds in which a removal can be undone. */
export type AuditDeps = QueryDeps & { readonly undoMs: number };
const Texts = t.record(t.string, t.readonlyArray(t.string));

const EntrySeen = t.strict({
  event_id: t.string,
  at: Instant,
  actor: t.string,
  actor_name: nullable(t.string),
  action: t.string,
  target: t.string,
  target_name: nullable(t.string),
  channel_id: nullable(ChannelId),
  has_reason: t.boolean,
  /** Null when none was given, and when it was erased. */
  reason: nullable(t.string),
  facts: Texts,
  was: Texts,
  before: nullable(Texts),
  causation: t.string,
  undoes: nullable(t.string),
  undone_by: nullable(t.string),
  stream: t.string,
  revision: t.Integer,
  author_id: nullable(t.string),
});
type EntrySeen = t.TypeOf<typeof EntrySeen>;

/** Row of a deleted channel that an entry is about, with the overwrites that it had. */
const GoneChannel = t.strict({ channel_id: ChannelId, overwrites: t.readonlyArray(OverwriteRow) });
const Page = t.strict({
  begins: t.boolean,
  entries: t.readonlyArray(EntrySeen),
  gone: t.readonlyArray(GoneChannel),
  /** Threads that the entries are about, deleted or not, with the channels whose viewers see them. */
  threads: t.readonlyArray(t.strict({ channel_id: ChannelId, parent_id: ChannelId })),
});
type Page = t.TypeOf<typeof Page>;

/** Last name that the trail holds of a role or channel that is gone. */
const lastName = (column: Sql, field: string): Sql => sql.fragment`(
  SELECT earlier.facts -> ${field} ->> 0 FROM read.audit_entry AS earlier
  WHERE earlier.guild_id = entry.guild_id AND earlier.subject = ${column} AND jsonb_exists(earlier.facts, ${field})
  ORDER BY earlier.position DESC LIMIT 1
)`;

/** Name of today of the thing in a column that holds `<kind>:<id>`, or its last one. Null for what has none. */
const nameOf = (column: Sql): Sql => sql.fragment`
  CASE split_part(${column}, ':', 1)
    WHEN 'user' THEN (SELECT username FROM read.account WHERE account.user_id = split_part(${column}, ':', 2))
    WHEN 'role' THEN coalesce((
      SELECT role.name FROM read.role
      WHERE role.guild_id = entry.guild_id AND role.role_id = split_part(${column}, ':', 2)
    ), ${lastName(column, 'role_name')})
    WHEN 'channel' THEN coalesce((
      SELECT channel.name FROM read.channel
      WHERE channel.guild_id = entry.guild_id AND channel.channel_id = split_part(${column}, ':', 2)
    ), (
      SELECT thread.name FROM read.thread
      WHERE thread.guild_id = entry.guild_id AND thread.channel_id = split_part(${column}, ':', 2)
    ), ${lastName(column, 'name')})
    WHEN 'guild' THEN (SELECT guild.name FROM read.guild WHERE guild.guild_id = split_part(${column}, ':', 2))
  END`;

/**
 * Selects a JSON value of `Page` from entries with their columns. The facts from before stand in the last earlier entry
 * of the subject that has the field. An entry with `overwrites` ends the history of all overwrites of a channel.
 */
const pageOf = (entries: Sql, begins: Sql): Sql => sql.fragment`(
  WITH page AS MATERIALIZED (${entries})
  SELECT json_build_object(
    'begins', ${begins},
    'entries', (
      SELECT coalesce(json_agg(json_build_object(
        'event_id', entry.event_id, 'at', entry.at, 'actor', entry.actor, 'action', entry.action,
        'target', entry.target, 'channel_id', entry.channel_id,
        'has_reason', entry.has_reason, 'reason', (
          SELECT said.reason FROM read.audit_reason AS said WHERE said.event_id = entry.event_id
        ), 'facts', entry.facts, 'was', entry.was, 'causation', entry.causation,
        'undoes', entry.undoes, 'stream', entry.stream, 'revision', entry.revision,
        'actor_name', ${nameOf(sql.fragment`entry.actor`)}, 'target_name', ${nameOf(sql.fragment`entry.target`)},
        'author_id', CASE WHEN entry.action = 'message.deleted' THEN (
          SELECT message.author_id FROM read.message WHERE message.message_id = split_part(entry.target, ':', 2)
        ) END,
        'undone_by', (
          SELECT later.event_id FROM read.audit_entry AS later
          WHERE later.undoes = entry.event_id AND later.guild_id = entry.guild_id ORDER BY later.position DESC LIMIT 1
        ),
        'before', (
          SELECT json_object_agg(field.name, coalesce((
            SELECT coalesce(earlier.facts -> field.name, '[]'::jsonb) FROM read.audit_entry AS earlier
            WHERE earlier.guild_id = entry.guild_id AND earlier.subject = entry.subject
              AND earlier.position < entry.position
              AND (
                jsonb_exists(earlier.facts, field.name)
                OR (field.name ~ '^(allow|deny):' AND jsonb_exists(earlier.facts, 'overwrites'))
              )
            ORDER BY earlier.position DESC LIMIT 1
          ), '[]'::jsonb))
          FROM jsonb_object_keys(entry.facts) AS field (name)
          WHERE NOT jsonb_exists(entry.was, field.name)
        )
      ) ORDER BY entry.position DESC), '[]')
      FROM page AS entry
    ),
    'threads', (
      SELECT coalesce(json_agg(json_build_object(
        'channel_id', thread.channel_id, 'parent_id', thread.parent_id
      )), '[]')
      FROM read.thread WHERE thread.channel_id IN (SELECT channel_id FROM page)
    ),
    'gone', (
      SELECT coalesce(json_agg(json_build_object('channel_id', channel.channel_id, 'overwrites', (
        SELECT coalesce(json_agg(json_build_object(
          'channel_id', channel.channel_id, 'role_id', overwrite.role_id, 'user_id', overwrite.user_id,
          'allow', overwrite.allow, 'deny', overwrite.deny
        )), '[]')
        FROM read.overwrite WHERE overwrite.channel_id = coalesce(channel.synced_with, channel.channel_id)
      ))), '[]')
      FROM read.channel
      WHERE channel.channel_id IN (
          SELECT channel_id FROM page
          UNION SELECT parent_id FROM read.thread WHERE thread.channel_id IN (SELECT channel_id FROM page)
        ) AND channel.deleted_at IS NOT NULL
        AND ${overwritesKnown}
    )
  )
)`;

type Sight = (channelId: string) => boolean;

/**
 * Answers whether the viewer sees a channel that an entry names. A deleted channel counts by the overwrites that it had.
 * A thread counts by its parent. A channel that is not known, or whose overwrites are not known, is seen by holders of `administrator` alone.
 */
const sightOf = ({ guild, gate, member, payload }: SeenGuild<Page>, userId: UserId, at: Instant): Sight => {
  const all = has(gate.inGuild, 'administrator');
  const gone = new Map<string, Gate>(
    payload.gone.map(({ channel_id, overwrites }) => {
      const facts: ReadonlyArray<OverwriteFacts> = overwrites.flatMap(overwriteFacts);
      const ofChannels = new Map([[channel_id, { overwrites: overwritesOf(facts) }]]);
      return [channel_id, gateOf({ guild: guild.rights.guild, ofChannels }, { userId, member, at })];
    }),
  );
  const parents = new Map<string, ChannelId>(
    payload.threads.map(({ channel_id, parent_id }) => [channel_id, parent_id]),
  );
  return (text) => {
    if (all) return true;
    const id = parents.get(text) ?? (text as ChannelId);
    const then = guild.channel(id) === undefined ? gone.get(id) : gate;
    return then !== undefined && has(then.inChannel(id), 'view_channel');
  };
};

/** Fields whose values are ids of channels. */
const CHANNEL_FIELDS: ReadonlySet<string> = new Set(['parent', 'channel_order', 'overwrites']);

const changesOf = ({ facts, was, before }: EntrySeen, sees: Sight): AuditEntryView['changes'] =>
  Object.entries(facts).flatMap(([field, after]) => {
    const shown = (values: ReadonlyArray<string>) =>
      CHANNEL_FIELDS.has(field) ? values.filter((value) => value === 'own' || sees(value)) : values;
    const [from, to] = [shown(was[field] ?? before?.[field] ?? []), shown(after)];
    return from.join('\n') === to.join('\n') ? [] : [{ field, before: from, after: to }];
  });

const viewOf = (row: EntrySeen, sees: Sight, { now, undoMs }: Pick<AuditDeps, 'now' | 'undoMs'>): AuditEntryView => ({
  entryId: row.event_id,
  at: row.at,
  actor: row.actor,
  actorName: row.actor_name,
  action: row.action,
  target: row.target,
  targetName: row.target_name,
  channelId: row.channel_id,
  reason: row.has_reason ? (row.reason ?? ERASED) : null,
  changes: changesOf(row, sees),
  actId: row.causation,
  undoes: row.undoes,
  undoneBy: row.undone_by,
  undoable:
    row.undone_by === null &&
    isUndoableNow({ ...row, authorId: row.author_id, before: { ...row.before, ...row.was } }, now(), undoMs),
});

const ask =
  (deps: QueryDeps) =>
  (
    name: string,
    at: { readonly userId: UserId; readonly guildId: GuildId },
    payload: Sql,
  ): TE.TaskEither<NotVisible | QueryFailure, FoundValue<{ readonly page: Page; readonly sees: Sight }>> =>
    pipe(
      behindGuild(deps)(at, { name, models: MODELS, needs: 'view_audit_log', payload, codec: Page }),
      TE.map(({ through, value }) => ({
        through,
        value: { page: value.payload, sees: sightOf(value, at.userId, deps.now()) },
      })),
    );

const isSeen = ({ channel_id }: EntrySeen, sees: Sight): boolean => channel_id === null || sees(channel_id);

/**
 * Answers a page of the audit trail, newest first. The cursor is the id of an entry, and it works inside its guild
 * only. Entries about channels that the viewer cannot see are left out, so a page may be short before the last one.
 */
export const audit = (deps: AuditDeps): Queries['audit'] =>
  makeQuery(deps, MODELS, ({ viewer, guildId, limit, before, ...filters }) => {
    const { actorId, action, targetId, since, until } = filters;
    // Each set of filters has a statement and a plan of its own, so that an index serves it.
    const conditions: ReadonlyArray<readonly [string, Sql | undefined]> = [
      ['actor', actorId === undefined ? undefined : sql.fragment`AND actor = ${`user:${actorId}`}`],
      ['action', action === undefined ? undefined : sql.fragment`AND action = ${action}`],
      ['target', targetId === undefined ? undefined : sql.fragment`AND target_id = ${targetId}`],
      ['since', since === undefined ? undefined : sql.fragment`AND at >= ${since}`],
      ['until', until === undefined ? undefined : sql.fragment`AND at < ${until}`],
    ];
    const set = conditions.flatMap(([filter, condition]) => (condition === undefined ? [] : [{ filter, condition }]));
    const name = ['audit', ...set.map(({ filter }) => filter)].join('-');
    const where = sql.join([sql.fragment``, ...set.map(({ condition }) => condition)], sql.fragment` `);
    const round = (after: string | undefined) => {
      const beginning = sql.fragment`
        coalesce(
          (SELECT position FROM read.audit_entry WHERE event_id = ${after ?? ''} AND guild_id = ${guildId}),
          CASE WHEN ${after === undefined}::boolean THEN 9223372036854775807 END
        )`;
      const entries = sql.fragment`
        SELECT * FROM read.audit_entry
        WHERE guild_id = ${guildId} AND position < (SELECT ${beginning}) ${where}
        ORDER BY position DESC LIMIT ${limit + 1}`;
      return ask(deps)(
        name,
        { userId: viewer.userId, guildId },
        pageOf(entries, sql.fragment`${beginning} IS NOT NULL`),
      );
    };
    type Answer = FoundValue<{ readonly entries: ReadonlyArray<AuditEntryView>; readonly nextBefore: string | null }>;
    const gather = (
      after: string | undefined,
      found: ReadonlyArray<AuditEntryView>,
      rounds: number,
    ): TE.TaskEither<NotVisible | QueryFailure, Answer> =>
      pipe(
        round(after),
        TE.flatMap(({ through, value: { page, sees } }) => {
          if (!page.begins) return TE.left(NOT_VISIBLE);
          const entries = [...found];
          for (const [n, row] of page.entries.slice(0, limit).entries()) {
            if (!isSeen(row, sees)) continue;
            entries.push(viewOf(row, sees, deps));
            if (entries.length < limit) continue;
            const nextBefore = n + 1 < page.entries.length ? row.event_id : null;
            return TE.right({ through, value: { entries, nextBefore } });
          }
          const more = page.entries.length > limit;
          const last = page.entries[limit - 1]?.event_id;
          if (!more || last === undefined) return TE.right({ through, value: { entries, nextBefore: null } });
          if (rounds >= AUDIT_ROUNDS_MAX) return TE.right({ through, value: { entries, nextBefore: last } });
          return gather(last, entries, rounds + 1);
        }),
      );
    return gather(before, [], 1);
  });

/**
 * Answers the places in the log of all entries of one act, for the command that undoes it. An act is one attempt of one
 * actor: another actor may have used the same key, and did another act.
 */
export const auditAct = (deps: QueryDeps): Queries['auditAct'] =>
  makeQuery(deps, MODELS, ({ viewer, guildId, entryId }) => {
    const entries = sql.fragment`
      SELECT * FROM read.audit_entry
      WHERE guild_id = ${guildId} AND (causation, actor) = (
        SELECT causation, actor FROM read.audit_entry WHERE event_id = ${entryId} AND guild_id = ${guildId}
      )`;
    return pipe(
      ask(deps)('audit-act', { userId: viewer.userId, guildId }, pageOf(entries, sql.fragment`true`)),
      TE.flatMapEither(
        ({ through, value: { page, sees } }): E.Either<NotVisible, FoundValue<ReadonlyArray<ActPlaceView>>> => {
          const seen = page.entries.filter((row) => isSeen(row, sees));
          // An entry that the viewer cannot see is as unknown as one that never was.
          if (!seen.some((row) => row.event_id === entryId)) return E.left(NOT_VISIBLE);
          const value = seen.toReversed().map(({ stream, revision, event_id }) => ({
            // The projector put the name of the stream and the id of the event there as they were.
            stream: stream as StreamName,
            revision,
            eventId: event_id as EventId,
          }));
          return E.right({ through, value });
        },
      ),
    );
  });
