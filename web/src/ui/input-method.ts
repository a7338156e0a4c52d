/** Leaves the keys of an input method to it, in every field and for every shortcut of the page. */

/**
 * The code of a key that belongs to an input method. Safari sends it for the Enter that ends a composition, and no longer
 * sets `isComposing` then.
 */
const OF_INPUT_METHOD = 229;

/** Stops such a key before any handler of the page. The field itself still takes it. */
export const leaveKeysToInputMethod = (page: Window): void => {
  page.addEventListener(
    'keydown',
    (event) => {
      if (event.isComposing || event.keyCode === OF_INPUT_METHOD) event.stopImmediatePropagation();
    },
    { capture: true },
  );
};
