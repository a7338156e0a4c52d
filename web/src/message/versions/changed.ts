/** Says what changed between two texts, in pieces that are drawn as elements. */

import { diffWordsWithSpace } from 'diff';

export type ChangedPiece = { readonly text: string; readonly change: 'same' | 'added' | 'removed' };

/**
 * Changes of single words and spaces beyond which a text counts as a new one. The search for the smallest difference takes
 * time in proportion to the text and to this number.
 */
const EDITS_SOUGHT = 200;

/**
 * Answers the pieces of both texts in their order. Without the removed ones they are the later text, and without the added
 * ones the earlier.
 */
export const changedPieces = (before: string, after: string): ReadonlyArray<ChangedPiece> => {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: EDITS_SOUGHT });
  if (parts === undefined) {
    return [
      { text: before, change: 'removed' },
      { text: after, change: 'added' },
    ];
  }
  return parts.map(({ value, added, removed }) => {
    if (added) return { text: value, change: 'added' };
    return { text: value, change: removed ? 'removed' : 'same' };
  });
};
