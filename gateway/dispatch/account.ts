import type { AccountEvent, ServerOwnershipEvent, UsernameEvent } from '#domain/account/events.ts';
import { silent, type Tellings } from '#gateway/dispatch/outgoing.ts';

/** Nobody is told of an account; people meet as members of a guild. */
export const accountTellings: Tellings<(AccountEvent | UsernameEvent | ServerOwnershipEvent)['type']> = {
  'account.username-claimed': silent,
  'account.username-released': silent,
  'account.registered': silent,
  'account.imported': silent,
  'account.server-ownership-claimed': silent,
  'account.guild-acquired': silent,
  'account.guild-relinquished': silent,
};
