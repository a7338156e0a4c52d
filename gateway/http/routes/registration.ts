/** Coming to exist: an account of one's own, or the server's first. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import { accepted, created, type Endpoint, perAddress, unsignedEndpoint } from '#gateway/http/endpoint.ts';
import type { TokensReply } from '#gateway/http/tokens.ts';
import { attemptOf, deviceOf } from '#gateway/http/unsigned.ts';
import { claimRefusals, registerRefusals } from '#gateway/present/account.ts';
import { commandFailures, hasherBusy } from '#gateway/present/failures.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { ClaimOwnershipBody, RegisterAnswer, RegisterBody, TokensAnswer } from '#gateway/protocol/requests.ts';

const slice = 'account';
const registerTold = { ...commandFailures, ...hasherBusy, ...registerRefusals };
const claimTold = { ...commandFailures, ...hasherBusy, ...claimRefusals };

export const registrationRoutes = (deps: {
  readonly commands: Pick<Commands, 'register' | 'claimOwnership'>;
  readonly tokensReply: TokensReply;
}): ReadonlyArray<Endpoint> => [
  unsignedEndpoint(
    {
      name: 'register',
      method: 'POST',
      path: '/auth/register',
      slice,
      access: 'anonymous',
      says: 'Asks for an account. The answer is the same for a name that is taken: try to log in.',
      limits: [perAddress('registrations_per_address')],
      body: RegisterBody,
      answer: accepted('Log in to see whether the name was free.', RegisterAnswer),
    },
    codesOf(registerTold),
    async (asking) => {
      const { username, password, invite } = asking.body;
      const outcome = await deps.commands.register({ ...attemptOf(asking), username, password, invite })();
      return isLeft(outcome) ? left(refusalOf(registerTold, outcome.left)) : right({ body: { accepted: true } });
    },
  ),
  unsignedEndpoint(
    {
      name: 'claimOwnership',
      method: 'POST',
      path: '/auth/claim',
      slice,
      access: 'anonymous',
      says: 'Makes the first account, the owner’s, with the secret of the one-time link that the server prints.',
      limits: [perAddress('ownership_claims_per_address')],
      body: ClaimOwnershipBody,
      answer: created('Tokens of the owner’s first session.', TokensAnswer),
    },
    codesOf(claimTold),
    async (asking) => {
      const { secret, username, password, refresh_in } = asking.body;
      const device = deviceOf(asking);
      const outcome = await deps.commands.claimOwnership({
        ...attemptOf(asking),
        secret,
        username,
        password,
        device,
      })();
      if (isLeft(outcome)) return left(refusalOf(claimTold, outcome.left));
      return right(deps.tokensReply(outcome.right, refresh_in ?? 'body'));
    },
  ),
];
