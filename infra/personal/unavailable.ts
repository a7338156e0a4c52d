import type { PersonalUnavailable } from '#domain/kernel/failure.ts';

/** Turns an error of the database into the failure of a request. */
export const unavailable = (error: unknown): PersonalUnavailable => ({
  kind: 'PersonalUnavailable',
  why: error instanceof Error ? error.message : String(error),
});
