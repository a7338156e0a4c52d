/** Keeps the names that the user chose from the list, so that each means one thing until the text is sent. */

import { type Accessor, createSignal } from 'solid-js';
import type { ChannelId } from '#domain/kernel/ids.ts';
import type { ChosenName } from '#web/message/writing/tokens.ts';
import type { Keepsakes } from '#web/platform/platform.ts';

export type ChosenNames = {
  readonly of: Accessor<ReadonlyArray<ChosenName>>;
  readonly keep: (names: ReadonlyArray<ChosenName>) => void;
};

const isChosen = (one: unknown): one is ChosenName => {
  const { at, shown, token } = (one ?? {}) as Partial<ChosenName>;
  return typeof at === 'number' && typeof shown === 'string' && typeof token === 'string';
};

const namesIn = (kept: string | null): ReadonlyArray<ChosenName> => {
  try {
    const list: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(list) ? list.filter(isChosen) : [];
  } catch {
    return [];
  }
};

/** Names of the text in the composer. They outlive a reload, as its draft does. */
export const keptNames = (keepsakes: Keepsakes, channelId: Accessor<ChannelId>): ChosenNames => {
  const [changed, setChanged] = createSignal(0);
  const key = (): string => `chosen.${channelId()}`;
  return {
    of: () => {
      changed();
      return namesIn(keepsakes.read(key()));
    },
    keep: (names) => {
      if (names.length === 0) keepsakes.remove(key());
      else keepsakes.write(key(), JSON.stringify(names));
      setChanged((count) => count + 1);
    },
  };
};

/** Names of one text, kept as long as its field is open. */
export const openNames = (begun: ReadonlyArray<ChosenName>): ChosenNames => {
  const [of, keep] = createSignal(begun);
  return { of, keep };
};
