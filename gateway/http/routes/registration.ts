/** Routes that make an account: a user's own, or the owner's, which is the first of the server. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Commands } from '#commands/commands.ts';
import { accepted, created, type Endpoint, perAddress, unsignedEndpoint, within } from '#gateway/http/endpoint.ts';
import type { LoginGuard } from '#gateway/http/login-guard.ts';
import type { TokensPresenter } from '#gateway/http/tokens.ts';
import { attemptOf, deviceOf } from '#gateway/http/unsigned.ts';
import { SMALL_BODY_BYTES_MAX } from '#gateway/limits/http.ts';
import type { SecurityNote } from '#gateway/ports/security-log.ts';
import { claimRefusals, registerRefusals } from '#gateway/present/account.ts';
import { commandFailures, hasherBusy } from '#gateway/present/failures.ts';
import { codesOf, refusalOf } from '#gateway/present/refusals.ts';
import { ClaimOwnershipBody, RegisterAnswer, RegisterBody, TokensAnswer } from '#gateway/protocol/requests.ts';

const slice = 'account';
const registerFailures = { ...commandFailures, ...hasherBusy, ...registerRefusals };
const claimFailures = { ...commandFailures, ...hasherBusy, ...claimRefusals };

export const registrationRoutes = (deps: {
  readonly commands: Pick<Commands, 'register' | 'claimOwnership'>;
  readonly guard: LoginGuard;
  readonly tokensPresenter: TokensPresenter;
}): ReadonlyArray<Endpoint> => [
  unsignedEndpoint(
    {
      name: 'register',
      method: 'POST',
      path: '/auth/register',
      slice,
      access: 'anonymous',
      says: 'Asks for an account. The answer is the same when the name is taken, so log in to see.',
      limits: [perAddress('registrations_per_address')],
      body: within(SMALL_BODY_BYTES_MAX, RegisterBody),
      answer: accepted('Log in to see whether the name was free.', RegisterAnswer),
    },
    codesOf(registerFailures),
    async (request) => {
      const { username, password, invite } = request.body;
      const outcome = await deps.commands.register({ ...attemptOf(request), username, password, invite })();
      if (isLeft(outcome)) return left(refusalOf(registerFailures, outcome.left));
      const note: SecurityNote = outcome.right.value.created
        ? { event: 'account_registered', account: username }
        : { event: 'registration_refused', cause: 'username_taken', account: username };
      return right({ body: { accepted: true }, security: [note] });
    },
  ),
  unsignedEndpoint(
    {
      name: 'claimOwnership',
      method: 'POST',
      path: '/auth/claim',
      slice,
      access: 'anonymous',
      says: 'Makes the owner’s account with the secret of the one-time link that the server prints.',
      limits: [perAddress('ownership_claims_per_address')],
      body: within(SMALL_BODY_BYTES_MAX, ClaimOwnershipBody),
      answer: created('Tokens of the owner’s first session.', TokensAnswer),
    },
    codesOf(claimFailures),
    async (request) => {
      const { secret, username, password, refresh_in: refreshIn = 'body' } = request.body;
      const device = deviceOf(request);
      const outcome = await deps.commands.claimOwnership({
        ...attemptOf(request),
        secret,
        username,
        password,
        device,
      })();
      if (isLeft(outcome)) return left(refusalOf(claimFailures, outcome.left));
      const { userId, sessionId } = outcome.right.value;
      const kept = await deps.guard.welcome({ username, userId }, request, refreshIn === 'cookie');
      const note = { event: 'ownership_claimed', account: username, userId, sessionId } as const;
      return right({ ...deps.tokensPresenter(outcome.right, refreshIn, kept), security: [note] });
    },
  ),
];
