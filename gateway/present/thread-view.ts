import { presentUser } from '#gateway/present/user.ts';
import type { Thread } from '#gateway/protocol/resources.ts';
import type { ThreadView } from '#queries/thread/thread-queries.ts';

export const presentThread = (view: ThreadView): Thread => ({
  channel_id: view.channelId,
  guild_id: view.guildId,
  parent_id: view.parentId,
  root_id: view.rootId,
  name: view.name,
  begun_by: presentUser(view.begunBy),
  begun_at: view.begunAt,
  archive_after_mins: view.archiveAfterMins,
  messages: view.messages,
  last_at: view.lastAt,
  archives_at: view.archivesAt,
  ...(view.post === null ? {} : { post: { tag_ids: view.post.tagIds, words: view.post.words } }),
});
