/** A list of short texts that the user chose last, the newest first. It outlives a reload. */

import type { Keepsakes } from '#web/platform/platform.ts';

export type Recents = {
  readonly read: () => ReadonlyArray<string>;
  readonly add: (text: string) => void;
};

const listIn = (kept: string | null): ReadonlyArray<string> => {
  try {
    const list: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
};

export const recentsIn = (keepsakes: Keepsakes, key: string, max: number): Recents => {
  const read = (): ReadonlyArray<string> => listIn(keepsakes.read(key)).slice(0, max);
  return {
    read,
    add: (text) => {
      const next = [text, ...read().filter((one) => one !== text)].slice(0, max);
      keepsakes.write(key, JSON.stringify(next));
    },
  };
};
