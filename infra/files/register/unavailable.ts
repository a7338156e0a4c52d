import type { FilesUnavailable } from '#domain/kernel/failure.ts';

/** Turns an error of the database or of the store into the failure of a request. */
export const unavailable = (error: unknown): FilesUnavailable => ({
  kind: 'FilesUnavailable',
  why: error instanceof Error ? error.message : String(error),
});
