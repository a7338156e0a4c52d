import type { HasherBusy } from '#commands/ports/password-hasher.ts';
import type { CommandFailure } from '#domain/kernel/failure.ts';
import type { AttemptReused, ChannelUnknown, GuildUnknown, SessionOver } from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';
import type { RateExceeded } from '#gateway/limits/limiter.ts';
import { NOT_FOUND, type Refusal, UNAUTHENTICATED } from '#gateway/present/problems.ts';
import { type Refusals, type Told, told } from '#gateway/present/refusals.ts';
import type { NotVisible, QueryFailure } from '#queries/queries.ts';

const TRY_AGAIN = 'Try again in a moment; with the same Idempotency-Key nothing is done twice.';
const STORE_RETRY_SECS = 2;

const unavailable = (
  code: 'store_unavailable' | 'vault_unavailable' | 'read_models_unavailable',
): Told<{ readonly why: string }> => ({
  code,
  tell: ({ why }) => ({ detail: TRY_AGAIN, retryAfterSecs: STORE_RETRY_SECS, why }),
});

/** Why something is unavailable is for the operator's log; a client is told what to do. */
export const commandFailures: Refusals<CommandFailure> = {
  StoreUnavailable: unavailable('store_unavailable'),
  VaultUnavailable: unavailable('vault_unavailable'),
  Contention: { code: 'contention', tell: () => ({ detail: TRY_AGAIN, retryAfterSecs: 1 }) },
};

/** Every command of a user who is logged in may say so. */
export const sessionOver: Refusals<SessionOver> = {
  SessionOver: told(UNAUTHENTICATED.code, UNAUTHENTICATED.detail),
};

export const notFound: Told<unknown> = told(NOT_FOUND.code, NOT_FOUND.detail);

export const queryFailures: Refusals<NotVisible | QueryFailure> = {
  NotVisible: notFound,
  ReadModelsUnavailable: unavailable('read_models_unavailable'),
};

/** Every command that hashes a password may say so. */
export const hasherBusy: Refusals<HasherBusy> = {
  HasherBusy: {
    code: 'busy',
    tell: ({ retryAfterSecs }) => ({ detail: 'Many people log in just now. Try again in a moment.', retryAfterSecs }),
  },
};

/** What several slices share. */
export const shared: Refusals<GuildUnknown | ChannelUnknown | MissingPermission | AttemptReused> = {
  GuildUnknown: notFound,
  ChannelUnknown: notFound,
  MissingPermission: {
    code: 'missing_permission',
    tell: ({ permission }) => ({
      detail: `You need the permission ${permission} here. Ask somebody who manages roles.`,
    }),
  },
  AttemptReused: told('idempotency_key_reused', 'Make a new key for a new attempt; a key names one attempt only.'),
};

/** A text that a rule of the domain refused: `why` is the domain's own sentence. */
export const saysWhy = (code: Refusal['code'], field: string): Told<{ readonly why: string }> => ({
  code,
  tell: ({ why }) => ({ detail: `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`, field }),
});

export const rateLimited = ({ retryAfterSecs }: RateExceeded): Refusal => ({
  code: 'rate_limited',
  detail: `Wait ${retryAfterSecs} seconds before you try again.`,
  retryAfterSecs,
});
