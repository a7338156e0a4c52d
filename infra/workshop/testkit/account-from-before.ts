import { claimUsername, newUsernameClaim, type UsernameClaim } from '#commands/account/claim-username.ts';
import { makeAccount } from '#commands/account/make-account.ts';
import { foldsOf } from '#commands/machine/folds.ts';
import type { Username } from '#domain/account/values.ts';
import { PASSWORD, right, type TestWriteSide } from './write-side.ts';

/** Makes an account as a version did that reserved no names. */
export const accountFromBefore = async (side: TestWriteSide, name: string): Promise<UsernameClaim> => {
  const can = { ...side.ports, folds: foldsOf(side.store) };
  const claim = newUsernameClaim(can, side.anonymous(), name as Username);
  await right(claimUsername(can)(claim));
  await right(makeAccount(can)({ ...claim, passwordHash: `hashed ${PASSWORD}`, via: 'open' }));
  return claim;
};
