/**
 * Passes over invisible characters of a query: controls, format characters such as marks of reading direction, and
 * characters that Unicode ignores by default. People paste them without knowing. The index reads none in messages
 * either (`infra/search/native/src/analysis/visible.rs`), and a test compares both lists.
 */

/** White space among the controls separates words, so it is left. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]|[^\P{Cc}\t\n\v\f\r\u0085]/gu;

export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** A text as it is seen, with the way back to the text as it was written. */
export type SeenText = {
  readonly text: string;
  /** Finds the place in the written text of a place in the seen one, both in UTF-16 units. */
  readonly placeOf: (at: number) => number;
  /** Answers the written text of a stretch of the seen one. */
  readonly written: (from: number, to: number) => string;
};

export const seenText = (written: string): SeenText => {
  const places: number[] = [];
  let from = 0;
  for (const { 0: hidden, index } of written.matchAll(INVISIBLE)) {
    for (; from < index; from += 1) places.push(from);
    from = index + hidden.length;
  }
  for (; from < written.length; from += 1) places.push(from);
  const placeOf = (at: number): number => places[at] ?? written.length;
  return {
    text: withoutInvisible(written),
    placeOf,
    written: (start, end) => written.slice(placeOf(start), placeOf(end)),
  };
};
