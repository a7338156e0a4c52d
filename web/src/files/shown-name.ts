/** Writes the name of a file for the eye: a long one without its middle, so that its end always says what it is. */

/** Characters of a name that is shown whole. */
const WHOLE_MAX = 48;
const BEGINNING = 30;
const END = 15;
/** Characters that change the direction of what follows, or that nobody sees. They may hide what a file is. */
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export const shownName = (name: string): string => {
  const signs = [...name.replace(HIDDEN, '')];
  return signs.length <= WHOLE_MAX
    ? signs.join('')
    : `${signs.slice(0, BEGINNING).join('')}…${signs.slice(-END).join('')}`;
};
