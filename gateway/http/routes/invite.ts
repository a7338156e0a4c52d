import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Commands } from '#commands/commands.ts';
import type { InviteBeforeKick, InviteUnknown } from '#domain/invite/rejections.ts';
import type { StoreUnavailable } from '#domain/kernel/failure.ts';
import { GuildId, type UserId } from '#domain/kernel/ids.ts';
import {
  created,
  type Endpoint,
  ok,
  perAddress,
  perUser,
  signedEndpoint,
  unsignedEndpoint,
  within,
} from '#gateway/http/endpoint.ts';
import { command } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import {
  acceptInviteRefusals,
  createInviteRefusals,
  presentInvite,
  presentInvitePreview,
  previewInviteForMeRefusals,
  previewInviteRefusals,
} from '#gateway/present/invite.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { CreateInviteBody, inviteCode } from '#gateway/protocol/requests.ts';
import { Invite, InviteAccepted, InvitePreview } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';
import type { Queries } from '#queries/queries.ts';

const slice = 'invite';

type Invitation = { readonly guildId: GuildId; readonly inviterId: UserId };
/** Answers what the code of an invite lets a stranger, or a user, into. */
export type InvitationSource = {
  readonly ofStranger: (code: string) => TE.TaskEither<InviteUnknown | StoreUnavailable, Invitation>;
  readonly ofUser: (
    code: string,
    userId: UserId,
  ) => TE.TaskEither<InviteUnknown | InviteBeforeKick | StoreUnavailable, Invitation>;
};

export const inviteRoutes = (deps: {
  readonly commands: Pick<Commands, 'createInvite' | 'acceptInvite'>;
  readonly invitations: InvitationSource;
  readonly queries: Pick<Queries, 'invitedGuild'>;
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
