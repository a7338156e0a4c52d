/** Tags of forums, as HTTP answers and gateway frames carry them. */

import { TagId } from '#domain/kernel/ids.ts';
import { EMOJI_CHARS_MAX, TAG_NAME_CHARS_MAX, TAGS_PER_FORUM_MAX, TAGS_PER_POST_MAX } from '#domain/kernel/limits.ts';
import { flag, id, listOf, nullable, object, type TypeOf, text } from '#gateway/protocol/wire.ts';

/** Tag that a forum offers. Only managers of threads put a moderated tag on a post, or take it away. */
export const Tag = object({
  tag_id: id(TagId),
  name: text({ max: TAG_NAME_CHARS_MAX }),
  emoji: nullable(text({ max: EMOJI_CHARS_MAX })),
  moderated: flag,
});
export type Tag = TypeOf<typeof Tag>;
/** Tags of a forum, in their order. */
export const tagsWire = listOf(Tag, TAGS_PER_FORUM_MAX);
export const tagIds = listOf(id(TagId), TAGS_PER_POST_MAX);
