/** Changes the keys of a table. It is loaded with the help, where the user changes them. */

import type { Chord } from '#web/shortcuts/chord.ts';
import { refusalOf, type ShortcutRefusal } from '#web/shortcuts/refused.ts';
import type { Changes, UserKeys } from '#web/shortcuts/shortcuts.ts';

type KnownKeys<N extends string> = Pick<UserKeys<N>, 'table' | 'namesOf' | 'chord' | 'changes' | 'keep'>;

export const changeKeys = <N extends string>({ table, namesOf, chord, changes, keep }: KnownKeys<N>) => {
  const restore = (of: N): void => {
    const { [of]: _restored, ...others } = changes();
    keep(others as Changes<N>);
  };
  return {
    isChanged: (of: N): boolean => changes()[of] !== undefined,
    restore,
    restoreAll: (): void => keep({}),
    switchOff: (of: N): void => keep({ ...changes(), [of]: null }),
    /** Gives a name other keys, unless they are refused. */
    change: (of: N, wanted: Chord): ShortcutRefusal | null => {
      const refusal = refusalOf(wanted);
      if (refusal !== null) return refusal;
      if (wanted === table[of]) restore(of);
      else keep({ ...changes(), [of]: wanted });
      return null;
    },
    /** Answers the other names with the same keys. Only the first of them in the table works. */
    conflicts: (of: N): ReadonlyArray<N> => {
      const own = chord(of);
      return own === null ? [] : namesOf(own).filter((other) => other !== of);
    },
  };
};
