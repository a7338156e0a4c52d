import type { ForumTag } from '#domain/channel/events.ts';
import type { Tag } from '#gateway/protocol/tags.ts';

export const presentTag = ({ tagId, ...tag }: ForumTag): Tag => ({ tag_id: tagId, ...tag });
