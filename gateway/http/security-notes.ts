/** Says which refusals the security log names, and under which event. */
import type { EndpointRefusal } from '#gateway/http/endpoint.ts';
import type { TokenFault } from '#gateway/http/middleware/authenticate.ts';
import type { SecurityEventName, SecurityNote } from '#gateway/ports/security-log.ts';
import type { ProblemCode } from '#gateway/present/problems.ts';

const EVENTS: { readonly [K in ProblemCode]?: SecurityEventName } = {
  rate_limited: 'rate_exceeded',
  credentials_wrong: 'login_failed',
  registration_closed: 'registration_refused',
  invite_needed: 'registration_refused',
  invite_unusable: 'registration_refused',
  owner_link_unusable: 'ownership_claim_failed',
  refresh_token_invalid: 'refresh_failed',
  session_expired: 'refresh_failed',
  unauthenticated: 'access_token_refused',
  cross_site: 'access_refused',
  missing_permission: 'access_refused',
  not_the_author: 'access_refused',
  not_the_owner: 'access_refused',
  outranks_actor: 'access_refused',
  role_outranks_actor: 'access_refused',
  password_wrong: 'login_failed',
  invite_unknown: 'access_refused',
};

/**
 * Answers the note about a refusal, or undefined for one that guards nothing. A request that carries no token at all is
 * no attack.
 */
export const refusalNote = (
  { code, rate, security }: EndpointRefusal,
  fault: TokenFault | undefined,
): SecurityNote | undefined => {
  const event = EVENTS[code];
  if (event === undefined) return security;
  if (event === 'access_token_refused')
    return fault === 'missing' ? undefined : { event, cause: fault ?? 'session_over' };
  return { event, ...(rate === undefined ? { cause: code } : { rate }), ...security };
};
