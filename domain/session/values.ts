import { DEVICE_CHARS_MAX } from '#domain/kernel/limits.ts';

/**
 * Makes the name of a device from what the client says of itself: one line, cut short, to show in a list of sessions.
 */
export const deviceOf = (said: string): string =>
  said
    .slice(0, DEVICE_CHARS_MAX)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
