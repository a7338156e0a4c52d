/** Closes the parts of a process, the last opened one first. A failure of one part does not stop the rest. */
import { setTimeout as pause } from 'node:timers/promises';

export type OpenedPart = { readonly name: string; readonly close: () => Promise<void> };

export type OpenedParts = {
  /** Adds a part, which is closed before every earlier part. */
  readonly opened: (name: string, close: () => Promise<void>) => void;
  readonly closeAll: () => Promise<void>;
};

export const openings = (broke: (name: string, error: unknown) => void): OpenedParts => {
  const open: OpenedPart[] = [];
  return {
    opened: (name, close) => {
      open.push({ name, close });
    },
    closeAll: async () => {
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        try {
          await last.close();
        } catch (error) {
          broke(last.name, error);
        }
      }
    },
  };
};

/**
 * Waits for `work`, but at most `ms`.
 * @returns whether `work` ended in time.
 */
export const endsWithin = async (work: Promise<unknown>, ms: number): Promise<boolean> => {
  const cancel = new AbortController();
  const late = pause(ms, false, { signal: cancel.signal }).catch(() => false);
  const ended = await Promise.race([work.then(() => true), late]);
  cancel.abort();
  return ended;
};
