import type { HasherBusy } from '#commands/ports/rejections.ts';
import type { CommandFailure, FilesUnavailable, PersonalUnavailable } from '#domain/kernel/failure.ts';
import type {
  AttemptReused,
  ChannelUnknown,
  GuildLockedDown,
  GuildUnknown,
  SessionOver,
} from '#domain/kernel/rejection.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';
import type { RateExceeded } from '#gateway/limits/limiter.ts';
import { NOT_FOUND, type Refusal, UNAUTHENTICATED } from '#gateway/present/problems.ts';
import { type Explanation, explained, type Refusals } from '#gateway/present/refusals.ts';
import { REASON_HEADER } from '#gateway/protocol/reason-header.ts';
import type { NotVisible, QueryFailure } from '#queries/queries.ts';

const TRY_AGAIN = 'Try again in a moment. The same Idempotency-Key keeps it from being done twice.';
const STORE_RETRY_SECS = 2;

const unavailable = (
  code:
    | 'store_unavailable'
    | 'vault_unavailable'
    | 'read_models_unavailable'
    | 'personal_unavailable'
    | 'files_unavailable',
): Explanation<{ readonly why: string }> => ({
  code,
  explain: ({ why }) => ({ detail: TRY_AGAIN, retryAfterSecs: STORE_RETRY_SECS, why }),
});

/** Refusals for failures of a command. The operator's log gets the reason, and the client gets the advice alone. */
export const commandFailures: Refusals<CommandFailure> = {
  StoreUnavailable: unavailable('store_unavailable'),
  VaultUnavailable: unavailable('vault_unavailable'),
  FilesUnavailable: unavailable('files_unavailable'),
  Contention: { code: 'contention', explain: () => ({ detail: TRY_AGAIN, retryAfterSecs: 1 }) },
};

/** Refusals of every command of a logged-in user. */
export const sessionOver: Refusals<SessionOver> = {
  SessionOver: explained(UNAUTHENTICATED.code, UNAUTHENTICATED.detail),
};

export const notFound: Explanation<unknown> = explained(NOT_FOUND.code, NOT_FOUND.detail);

export const queryFailures: Refusals<NotVisible | QueryFailure> = {
  NotVisible: notFound,
  ReadModelsUnavailable: unavailable('read_models_unavailable'),
};

/** Refusals of requests that read or write files. */
export const filesFailures: Refusals<FilesUnavailable> = {
  FilesUnavailable: unavailable('files_unavailable'),
};

/** Refusals of requests that write to the personal store. */
export const personalFailures: Refusals<PersonalUnavailable> = {
  PersonalUnavailable: unavailable('personal_unavailable'),
};

/** Refusals of commands that hash a password. */
export const hasherBusy: Refusals<HasherBusy> = {
  HasherBusy: {
    code: 'busy',
    explain: ({ retryAfterSecs }) => ({ detail: 'Many users are logging in. Try again in a moment.', retryAfterSecs }),
  },
};

/** Refusals that several slices share. */
export const shared: Refusals<GuildUnknown | ChannelUnknown | MissingPermission | GuildLockedDown | AttemptReused> = {
  GuildUnknown: notFound,
  ChannelUnknown: notFound,
  MissingPermission: {
    code: 'missing_permission',
    explain: ({ permission }) => ({
      detail: `You need the permission ${permission} here. Ask a member who manages roles.`,
    }),
  },
  GuildLockedDown: {
    code: 'guild_locked_down',
    explain: ({ until }) => ({
      detail:
        until === null
          ? 'Moderators have locked this community down. Try again when they have ended the lockdown.'
          : `Moderators have locked this community down until ${until}. Try again after that.`,
    }),
  },
  AttemptReused: explained(
    'idempotency_key_reused',
    'Make a new key for a new attempt. One key names one attempt only.',
  ),
};

/** Explains the rejection of a text with the domain's own sentence, which stands in `why`. */
export const saysWhy = (code: Refusal['code'], field: string): Explanation<{ readonly why: string }> => ({
  code,
  explain: ({ why }) => ({ detail: `${why.slice(0, 1).toUpperCase()}${why.slice(1)}.`, field }),
});

/** Explains the refusal of a reason that stood in the header. */
export const headerReasonInvalid = saysWhy('reason_invalid', REASON_HEADER);

export const rateLimited = ({ rate, retryAfterSecs }: RateExceeded): Refusal => ({
  code: 'rate_limited',
  detail: `Wait ${retryAfterSecs} seconds before you try again.`,
  retryAfterSecs,
  rate,
});
