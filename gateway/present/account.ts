import type * as account from '#domain/account/rejections.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { saysWhy, shared } from '#gateway/present/failures.ts';
import { explained, type Refusals } from '#gateway/present/refusals.ts';
import type { Me } from '#gateway/protocol/resources.ts';
import type { MeView } from '#queries/queries.ts';

export const presentMe = (view: MeView): Me => ({
  user_id: view.userId,
  username: isErased(view.username) ? null : view.username,
  server_owner: view.serverOwner,
  created_at: view.createdAt,
});

export const registerRefusals: Refusals<account.RegisterRejection> = {
  UsernameInvalid: saysWhy('username_invalid', 'username'),
  UsernameReserved: {
    code: 'username_reserved',
    explain: () => ({
      detail: 'This name means everybody, the server or somebody who acts for it. Choose another username.',
      field: 'username',
    }),
  },
  PasswordInvalid: saysWhy('password_invalid', 'password'),
  RegistrationClosed: explained('registration_closed', 'This server takes no new accounts. Ask its operator.'),
  InviteNeeded: explained('invite_needed', 'Ask a member for an invite link, and register through it.'),
  InviteUnusable: explained('invite_unusable', 'The invite has expired or is used up. Ask for a new one.'),
  GuildLockedDown: shared.GuildLockedDown,
};

export const claimRefusals: Refusals<account.ClaimOwnershipRejection> = {
  UsernameInvalid: registerRefusals.UsernameInvalid,
  UsernameReserved: registerRefusals.UsernameReserved,
  PasswordInvalid: registerRefusals.PasswordInvalid,
  OwnerLinkUnusable: explained(
    'owner_link_unusable',
    'The link has expired or was used. The operator of the server makes a new one with `filament owner create`.',
  ),
  UsernameTaken: explained('username_taken', 'Choose another username.'),
};
