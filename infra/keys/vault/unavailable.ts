import type { VaultUnavailable } from '#domain/kernel/failure.ts';

/** Turns an error of the database into the failure of a command. */
export const unavailable = (error: unknown): VaultUnavailable => ({
  kind: 'VaultUnavailable',
  why: error instanceof Error ? error.message : String(error),
});
