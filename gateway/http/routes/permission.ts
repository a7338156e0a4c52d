import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import { type Endpoint, ok, signedEndpoint, within } from '#gateway/http/endpoint.ts';
import { question } from '#gateway/http/route-kinds.ts';
import { channelOf, inChannel } from '#gateway/http/routes/addresses.ts';
import { ORDER_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { queryFailures } from '#gateway/present/failures.ts';
import { changeIn, presentExplanation, presentOverwrite, presentWhatIf } from '#gateway/present/governance.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { Explanation, OverwriteList, WhatIfAnswer } from '#gateway/protocol/governance.ts';
import { WhatIfBody } from '#gateway/protocol/requests.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'guild';
const inGuild = { guild_id: id(GuildId) };

/** Routes that answer who may do what, and why. They change nothing. */
export const permissionRoutes = (deps: {
  readonly queries: Pick<Queries, 'explain' | 'whatIf' | 'overwrites'>;
}): ReadonlyArray<Endpoint> => [
  question({
    name: 'explainPermissions',
    method: 'GET',
    path: '/guilds/{guild_id}/permissions/explain',
    slice,
    says: 'Says of each permission of a member yes or no, and the steps that led there. Others need manage_roles.',
    params: inGuild,
    query: { user_id: id(UserId), channel_id: id(ChannelId) },
    ask: ({ params, query, ...asked }) =>
      deps.queries.explain({
        ...asked,
        guildId: params.guild_id,
        userId: query.user_id ?? asked.viewer.userId,
        channelId: query.channel_id ?? null,
      }),
    answer: ok('Each permission with its reasons.', Explanation),
    present: presentExplanation,
  }),
  signedEndpoint(
    {
      name: 'previewRights',
      method: 'POST',
      path: '/guilds/{guild_id}/permissions/what-if',
      slice,
      says: 'Says who would gain or lose sight of which channels by a change that is not made. Needs manage_roles.',
      params: inGuild,
      body: within(ORDER_BODY_BYTES_MAX, WhatIfBody),
      answer: ok('Who gains and who loses sight.', WhatIfAnswer),
    },
    [...codesOf(queryFailures), 'body_invalid'],
    async ({ params, body, viewer, atLeast }) => {
      const change = changeIn(body);
      if (change === undefined) return left({ code: 'body_invalid', detail: 'Name exactly one change.' });
      const answer = await deps.queries.whatIf({ viewer, atLeast, guildId: params.guild_id, change })();
      if (isLeft(answer)) return left(refusalOf(queryFailures, answer.left));
      return right({ body: presentWhatIf(answer.right.value), stale: answer.right.stale });
    },
  ),
  question({
    name: 'listOverwrites',
    method: 'GET',
    path: '/channels/{channel_id}/overwrites',
    slice: 'channel',
    says: 'The overwrites that count in a channel. Needs manage_roles there.',
    params: inChannel,
    ask: ({ params, ...asked }) => deps.queries.overwrites({ ...asked, ...channelOf(params) }),
    answer: ok('The overwrites.', OverwriteList),
    present: ({ synced, overwrites }) => ({ synced, overwrites: overwrites.map(presentOverwrite) }),
  }),
];
