/** The messages that a moderator has selected in the open channel, to delete them together. */

import { createSignal } from 'solid-js';
import type { MessageId } from '#domain/kernel/ids.ts';
import { BULK_DELETE_MAX } from '#domain/kernel/limits.ts';

export type Selection = {
  /** True while a press on a message selects it. */
  readonly active: () => boolean;
  readonly chosen: () => ReadonlySet<MessageId>;
  /** Selects a message, or no longer. Begins the selection. */
  readonly toggle: (id: MessageId) => void;
  /** Selects all from the last touched message up to this one. `all` holds the messages in their order. */
  readonly upTo: (id: MessageId, all: ReadonlyArray<MessageId>) => void;
  readonly end: () => void;
};

export const selecting = (): Selection => {
  const [chosen, setChosen] = createSignal<ReadonlySet<MessageId> | null>(null);
  let last: MessageId | undefined;
  const set = (ids: Iterable<MessageId>): void => void setChosen(new Set([...ids].slice(0, BULK_DELETE_MAX)));
  return {
    active: () => chosen() !== null,
    chosen: () => chosen() ?? new Set(),
    toggle: (id) => {
      last = id;
      const before = chosen() ?? new Set();
      set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]);
    },
    upTo: (id, all) => {
      const [from, to] = [all.indexOf(last ?? id), all.indexOf(id)];
      const between = all.slice(Math.min(from === -1 ? to : from, to), Math.max(from, to) + 1);
      last = id;
      set([...(chosen() ?? []), ...between]);
    },
    end: () => {
      last = undefined;
      setChosen(null);
    },
  };
};
