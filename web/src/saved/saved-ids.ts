/** The ids of the saved messages on this device, brought forward by the marks that the server tells. */

import type { SavedIds, SavedMark } from '#gateway/protocol/saved.ts';

/**
 * Answers the ids after a mark, or undefined when a change between the two was missed. A mark that the ids know already
 * changes nothing.
 */
export const withMark = (ids: SavedIds, { message_id: id, saved, revision }: SavedMark): SavedIds | undefined => {
  if (revision <= ids.revision) return ids;
  if (id === null || revision > ids.revision + 1) return undefined;
  const others = ids.message_ids.filter((one) => one !== id);
  return { message_ids: saved ? [id, ...others] : others, revision };
};
