import type { AccountEvent, ServerOwnershipEvent, UsernameEvent } from '#domain/account/events.ts';
import { silent, type Tellings } from '#gateway/dispatch/outgoing.ts';

/** Clients are told nothing of accounts. They hear of users as members of a guild. */
export const accountTellings: Tellings<(AccountEvent | UsernameEvent | ServerOwnershipEvent)['type']> = {
  'account.username-claimed': silent,
  'account.username-released': silent,
  'account.registered': silent,
  'account.imported': silent,
  'account.server-ownership-claimed': silent,
  'account.guild-acquired': silent,
  'account.guild-relinquished': silent,
};
