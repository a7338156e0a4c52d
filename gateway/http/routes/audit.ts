import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import { CommandId, EventId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Endpoint, ok, perUser, signedEndpoint, within } from '#gateway/http/endpoint.ts';
import { question } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { commandFailures, queryFailures, sessionOver, shared } from '#gateway/present/failures.ts';
import { presentAuditEntry, presentUndo } from '#gateway/present/governance.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { AuditPage, UndoAnswer } from '#gateway/protocol/governance.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX } from '#gateway/protocol/limits.ts';
import { UndoBody } from '#gateway/protocol/requests.ts';
import { instant } from '#gateway/protocol/resources.ts';
import { id, integerText, text } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };
const undoRefusals = {
  ...commandFailures,
  ...sessionOver,
  ...queryFailures,
  GuildUnknown: shared.GuildUnknown,
  AttemptReused: shared.AttemptReused,
};

/** Routes of the audit log. An entry has the id of its event, which tells nobody its place in the log. */
export const auditRoutes = (deps: {
  readonly commands: Pick<Commands, 'undo'>;
  readonly queries: Pick<Queries, 'audit' | 'auditAct' | 'ownAct'>;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'listAuditEntries',
    method: 'GET',
    path: '/guilds/{guild_id}/audit',
    slice,
    says: 'The audit log of a guild: acts with their actors, newest first. Needs view_audit_log.',
    params: inGuild,
    query: {
      limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }),
      before: id(EventId),
      actor_id: id(UserId),
      action: text({ min: 1, max: 64 }),
      target_id: text({ min: 1, max: 64 }),
      since: instant,
      until: instant,
    },
    ask: ({ params, query, ...asked }) =>
      deps.queries.audit({
        ...asked,
        guildId: params.guild_id,
        limit: query.limit ?? HISTORY_PAGE_DEFAULT,
        before: query.before,
        actorId: query.actor_id,
        action: query.action,
        targetId: query.target_id,
        since: query.since,
        until: query.until,
      }),
    answer: ok('A page of entries, and the cursor of the next page.', AuditPage),
    present: ({ entries, nextBefore }) => ({ entries: entries.map(presentAuditEntry), next_before: nextBefore }),
  }),
  signedEndpoint(
    {
      name: 'undoAct',
      method: 'POST',
      path: '/guilds/{guild_id}/audit/{entry_id}/undo',
      slice,
      says: 'Takes back an act with all its entries, or previews that. Names an entry, or your own key of the act.',
      params: { ...inGuild, entry_id: text({ min: 1, max: 64 }) },
      limits: [perUser('changes_per_user')],
      body: within(SMALL_BODY_BYTES_MAX, UndoBody),
      answer: ok('What comes back, and what cannot.', UndoAnswer),
    },
    codesOf(undoRefusals),
    async ({ params, body, viewer, atLeast, attempt }) => {
      const asked = { viewer, atLeast, guildId: params.guild_id };
      const key = params.entry_id;
      const entries = await (CommandId.is(key)
        ? deps.queries.ownAct({ ...asked, key })
        : deps.queries.auditAct({ ...asked, entryId: key }))();
      if (isLeft(entries)) return left(refusalOf(undoRefusals, entries.left));
      const preview = body.preview === true;
      const undone = await deps.commands.undo({ ...attempt, ...asked, entries: entries.right.value, preview })();
      if (isLeft(undone)) return left(refusalOf(undoRefusals, undone.left));
      return right({
        position: { at: undone.right.position, holder: viewer.userId },
        body: presentUndo(undone.right.value, preview),
      });
    },
  ),
];
