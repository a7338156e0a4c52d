/** The texts that a user leaves on this device: drafts, unsent changes and the places of the last visit. */

import type { Platform } from '#web/platform/platform.ts';
import type { SessionEnd } from '#web/session/lifecycle.ts';

const PERSON = 'person';
/** Choices for the device and not for a user. They hold nothing that a user wrote. */
const OF_THE_DEVICE = ['theme', 'language'] as const;

export const leftBehind = ({ keepsakes, windowKeepsakes }: Pick<Platform, 'keepsakes' | 'windowKeepsakes'>) => {
  const clear = (): void => {
    const choices = OF_THE_DEVICE.map((key) => [key, keepsakes.read(key)] as const);
    keepsakes.clear();
    windowKeepsakes.clear();
    for (const [key, choice] of choices) if (choice !== null) keepsakes.write(key, choice);
  };
  return {
    /** Clears the texts of an earlier user. True when this user is another one than the last. */
    belongTo: (userId: string): boolean => {
      const before = keepsakes.read(PERSON);
      if (before === userId) return false;
      if (before !== null) clear();
      keepsakes.write(PERSON, userId);
      return true;
    },
    /**
     * Clears the texts when a session ends. An expired session leaves them for the next login of the same user. A session
     * that was ended elsewhere leaves nothing, because the device may be lost.
     */
    afterEnd: (end: SessionEnd): void => {
      if (end !== 'expired') clear();
    },
  };
};
