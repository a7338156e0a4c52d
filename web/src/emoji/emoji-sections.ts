/** The parts of the emoji grid and the steps of the arrow keys in it. */

export const COLUMNS = 8;

/** A place in the grid: the number of its section and of the emoji in it. */
export type GridPlace = { readonly section: number; readonly index: number };

/** @param sizes Number of emoji of each section. No section is empty. */
export const stepIn = (sizes: ReadonlyArray<number>, at: GridPlace, key: string): GridPlace | null => {
  const { section, index } = at;
  const size = sizes[section] ?? 0;
  const column = index % COLUMNS;
  const lastOf = (one: number): number => (sizes[one] ?? 1) - 1;
  const before = (): GridPlace | null => (section === 0 ? null : { section: section - 1, index: lastOf(section - 1) });
  const after = (to: number): GridPlace =>
    section === sizes.length - 1
      ? { section, index: size - 1 }
      : { section: section + 1, index: Math.min(to, lastOf(section + 1)) };
  const up = (): GridPlace | null => {
    if (index >= COLUMNS) return { section, index: index - COLUMNS };
    const above = before();
    if (above === null) return null;
    const start = above.index - (above.index % COLUMNS);
    return { section: above.section, index: Math.min(start + column, above.index) };
  };
  const down = (): GridPlace => {
    if (index + COLUMNS < size) return { section, index: index + COLUMNS };
    const onLastRow = index - column + COLUMNS >= size;
    return onLastRow ? after(column) : { section, index: size - 1 };
  };
  switch (key) {
    case 'ArrowLeft':
      return index > 0 ? { section, index: index - 1 } : (before() ?? at);
    case 'ArrowRight':
      return index + 1 < size ? { section, index: index + 1 } : after(0);
    case 'ArrowUp':
      return up();
    case 'ArrowDown':
      return down();
    case 'Home':
      return { section: 0, index: 0 };
    case 'End':
      return { section: sizes.length - 1, index: lastOf(sizes.length - 1) };
    case 'PageUp':
      return index === 0 && section > 0 ? { section: section - 1, index: 0 } : { section, index: 0 };
    case 'PageDown':
      return after(0);
    default:
      return at;
  }
};
