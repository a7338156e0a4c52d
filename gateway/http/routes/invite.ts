import type { Commands } from '#commands/commands.ts';
import { GuildId } from '#domain/kernel/ids.ts';
import { created, type Endpoint, ok, perUser, within } from '#gateway/http/endpoint.ts';
import { command } from '#gateway/http/route-kinds.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import { acceptInviteRefusals, createInviteRefusals, presentInvite } from '#gateway/present/invite.ts';
import { CreateInviteBody, inviteCode } from '#gateway/protocol/requests.ts';
import { Invite, InviteAccepted } from '#gateway/protocol/resources.ts';
import { id } from '#gateway/protocol/wire.ts';

const slice = 'invite';

export const inviteRoutes = (deps: {
  readonly commands: Pick<Commands, 'createInvite' | 'acceptInvite'>;
}): ReadonlyArray<Endpoint> => [
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
