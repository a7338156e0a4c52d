import type * as account from '#domain/account/rejections.ts';
import { isErased } from '#domain/kernel/erasable.ts';
import { saysWhy } from '#gateway/present/failures.ts';
import { type Refusals, told } from '#gateway/present/refusals.ts';
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
  PasswordInvalid: saysWhy('password_invalid', 'password'),
  RegistrationClosed: told('registration_closed', 'This server takes no new accounts. Ask whoever runs it.'),
  InviteNeeded: told('invite_needed', 'Ask a member for an invite link, and register through it.'),
  InviteUnusable: told('invite_unusable', 'The invite has expired or was used up. Ask for a new one.'),
};

export const claimRefusals: Refusals<account.ClaimOwnershipRejection> = {
  UsernameInvalid: registerRefusals.UsernameInvalid,
  PasswordInvalid: registerRefusals.PasswordInvalid,
  OwnerLinkUnusable: told(
    'owner_link_unusable',
    'The link has expired or was used. Whoever runs the server can make a new one with `filament owner create`.',
  ),
  UsernameTaken: told('username_taken', 'Choose another username.'),
};
