import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Commands } from '#commands/commands.ts';
import type { AdmissionRejection, InviteUnknown } from '#domain/invite/rejections.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { GuildId, InviteId, type UserId } from '#domain/kernel/ids.ts';
import {
  created,
  done,
  type Endpoint,
  ok,
  perAddress,
  perUser,
  signedEndpoint,
  unsignedEndpoint,
  within,
} from '#gateway/http/endpoint.ts';
import { command, question } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { commandFailures, queryFailures, sessionOver } from '#gateway/present/failures.ts';
import { presentListedInvite } from '#gateway/present/governance.ts';
import {
  acceptInviteRefusals,
  createInviteRefusals,
  presentInvite,
  presentInvitePreview,
  previewInviteForMeRefusals,
  previewInviteRefusals,
  revokeInviteRefusals,
} from '#gateway/present/invite.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { INVITES_LISTED_MAX } from '#gateway/protocol/limits.ts';
import { CreateInviteBody, inviteCode } from '#gateway/protocol/requests.ts';
import { Invite, InviteAccepted, InviteList, InvitePreview } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'invite';
const revokeRefusals = { ...commandFailures, ...sessionOver, ...queryFailures, ...revokeInviteRefusals };

type Invitation = { readonly guildId: GuildId; readonly inviterId: UserId };
/** Answers what the code of an invite lets a stranger, or a user, into. */
export type InvitationSource = {
  readonly ofStranger: (code: string) => TE.TaskEither<InviteUnknown | StoreUnavailable, Invitation>;
  readonly ofUser: (code: string, userId: UserId) => TE.TaskEither<AdmissionRejection | StoreUnavailable, Invitation>;
};

export const inviteRoutes = (deps: {
  readonly commands: Pick<Commands, 'createInvite' | 'acceptInvite' | 'revokeInvite'>;
  readonly invitations: InvitationSource;
  readonly queries: Pick<Queries, 'invitedGuild' | 'invites' | 'inviteStream'>;
}): ReadonlyArray<Endpoint> => [
  unsignedEndpoint(
    {
      name: 'previewInvite',
      method: 'GET',
      path: '/invites/{code}',
      slice,
      access: 'anonymous',
      says: 'Shows what an invite leads to, before a login. It joins nothing and spends no use.',
      params: { code: inviteCode },
      limits: [perAddress('invites_previewed_per_address')],
      answer: ok('The guild of the invite.', InvitePreview),
    },
    codesOf(previewInviteRefusals),
    async ({ params }) => {
      const seen = await pipe(deps.invitations.ofStranger(params.code), TE.flatMap(deps.queries.invitedGuild))();
      return isLeft(seen)
        ? left(refusalOf(previewInviteRefusals, seen.left))
        : right({ body: presentInvitePreview(seen.right) });
    },
  ),
  question({
    name: 'listInvites',
    method: 'GET',
    path: '/guilds/{guild_id}/invites',
    slice,
    says: 'The open invites of a guild without their codes. Without manage_guild you see your own.',
    params: { guild_id: id(GuildId) },
    ask: ({ params, ...asked }) =>
      deps.queries.invites({ ...asked, guildId: params.guild_id, limit: INVITES_LISTED_MAX }),
    answer: ok('The invites.', InviteList),
    present: (invites) => ({ invites: invites.map(presentListedInvite) }),
  }),
  signedEndpoint(
    {
      name: 'revokeInvite',
      method: 'DELETE',
      path: '/guilds/{guild_id}/invites/{invite_id}',
      slice,
      says: 'Ends an invite. Needs manage_guild, or that you made it.',
      params: { guild_id: id(GuildId), invite_id: id(InviteId) },
      limits: [perUser('changes_per_user')],
      takesReason: true,
      answer: done('Ended.'),
    },
    codesOf(revokeRefusals),
    async ({ params, viewer, atLeast, attempt, reason }) => {
      const guildId = params.guild_id;
      const inviteId = params.invite_id;
      const found = await deps.queries.inviteStream({ viewer, atLeast, guildId, inviteId })();
      if (isLeft(found)) return left(refusalOf(revokeRefusals, found.left));
      const stream = found.right.value;
      const revoked = await deps.commands.revokeInvite({ ...attempt, guildId, inviteId, stream, reason })();
      if (isLeft(revoked)) return left(refusalOf(revokeRefusals, revoked.left));
      return right({ position: { at: revoked.right.position, holder: viewer.userId } });
    },
  ),
  signedEndpoint(
    {
      name: 'previewInviteForMe',
      method: 'GET',
      path: '/invites/{code}/me',
      slice,
      says: 'Shows what an invite leads to, and refuses an invite that no longer lets you in. It joins nothing and spends no use.',
      params: { code: inviteCode },
      limits: [perAddress('invites_previewed_per_address')],
      answer: ok('The guild of the invite.', InvitePreview),
    },
    codesOf(previewInviteForMeRefusals),
    async ({ params, viewer }) => {
      const asked = deps.invitations.ofUser(params.code, viewer.userId);
      const seen = await pipe(asked, TE.flatMap(deps.queries.invitedGuild))();
      return isLeft(seen)
        ? left(refusalOf(previewInviteForMeRefusals, seen.left))
        : right({ body: presentInvitePreview(seen.right) });
    },
  ),
  command({
    name: 'createInvite',
    method: 'POST',
    path: '/guilds/{guild_id}/invites',
    slice,
    says: 'Makes an invite. Only this answer shows its code. Needs create_invite.',
    params: { guild_id: id(GuildId) },
    limits: [perUser('invites_created_per_user')],
    body: within(SMALL_BODY_BYTES_MAX, CreateInviteBody),
    run: ({ attempt, params, body }) =>
      deps.commands.createInvite({
        ...attempt,
        guildId: params.guild_id,
        channelId: body.channel_id ?? null,
        expiresInSecs: body.expires_in_secs ?? null,
        maxUses: body.max_uses ?? null,
      }),
    refuse: createInviteRefusals,
    answer: created('The invite.', Invite),
    present: presentInvite,
  }),
  command({
    name: 'acceptInvite',
    method: 'POST',
    path: '/invites/{code}/accept',
    slice,
    says: 'Joins the guild of an invite. Being a member already is no error.',
    params: { code: inviteCode },
    limits: [perUser('invites_accepted_per_user')],
    run: ({ attempt, params }) => deps.commands.acceptInvite({ ...attempt, code: params.code }),
    refuse: acceptInviteRefusals,
    answer: ok('The guild that you joined.', InviteAccepted),
    present: ({ guildId }) => ({ guild_id: guildId }),
  }),
];
