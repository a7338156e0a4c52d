import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { GuildId } from '#domain/kernel/ids.ts';
import { type Endpoint, ok, signedEndpoint } from '#gateway/http/endpoint.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { presentAuditEntry } from '#gateway/present/guild.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { HISTORY_PAGE_DEFAULT, HISTORY_PAGE_MAX, PAGE_CURSOR_CHARS_MAX } from '#gateway/protocol/limits.ts';
import { AuditPage } from '#gateway/protocol/resources.ts';
import { id, integerText, text } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

/**
 * Route of the audit trail. Its cursor names a position of the log, so it travels sealed, bound to viewer and guild.
 */
export const auditRoutes = (deps: {
  readonly queries: Pick<Queries, 'audit'>;
  readonly sealed: SealedTokens;
}): ReadonlyArray<Endpoint> => [
  signedEndpoint(
    {
      name: 'listAuditEntries',
      method: 'GET',
      path: '/guilds/{guild_id}/audit',
      slice: 'guild',
      says: 'The audit trail of a guild: its actions and their actors, newest first. Needs view_audit_log.',
      params: { guild_id: id(GuildId) },
      query: {
        limit: integerText({ min: 1, max: HISTORY_PAGE_MAX }),
        before: text({ min: 1, max: PAGE_CURSOR_CHARS_MAX }),
      },
      answer: ok('A page of entries, and the cursor of the next page.', AuditPage),
    },
    [...codesOf(queryFailures), 'query_invalid'],
    async ({ params, query, viewer, atLeast }) => {
      const binding = `audit ${params.guild_id} ${viewer.userId}`;
      const before = query.before === undefined ? undefined : deps.sealed.open('page', binding, query.before);
      if (query.before !== undefined && before === undefined) {
        return left({ code: 'query_invalid', field: 'before', detail: 'Use the next_before of your own last page.' });
      }
      const answer = await deps.queries.audit({
        viewer,
        atLeast,
        guildId: params.guild_id,
        limit: query.limit ?? HISTORY_PAGE_DEFAULT,
        before,
      })();
      if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
      const { entries, nextBefore } = answer.right.value;
      const next_before = nextBefore === null ? null : deps.sealed.seal('page', binding, nextBefore);
      return right({ stale: answer.right.stale, body: { entries: entries.map(presentAuditEntry), next_before } });
    },
  ),
];
