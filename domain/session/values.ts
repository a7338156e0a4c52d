import { DEVICE_CHARS_MAX } from '#domain/kernel/limits.ts';

/** What a client says of itself, made fit to be shown in a list of sessions: one line, cut short. */
export const deviceOf = (said: string): string =>
  said
    .slice(0, DEVICE_CHARS_MAX)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
