/**
 * Runs an act at single presses, one at a time. The second press of a double click does nothing, because by then another
 * row may stand under the pointer.
 */
export const singly = <A>(run: (about: A) => Promise<void>): ((event: MouseEvent, about: A) => void) => {
  let running = false;
  const start = async (about: A): Promise<void> => {
    running = true;
    try {
      await run(about);
    } finally {
      running = false;
    }
  };
  return (event, about) => {
    if (!running && event.detail < 2) void start(about);
  };
};
