/** Rules of forums: the tags that a forum offers, and those that a post carries (decision 0053). */
import { type Either, left, right } from 'fp-ts/lib/Either.js';
import type { ForumTag } from '#domain/channel/events.ts';
import type { PostTagsInvalid, TagRequired, TagsInvalid } from '#domain/channel/rejections.ts';
import type { PresentChannel } from '#domain/channel/state.ts';
import type { TagId } from '#domain/kernel/ids.ts';
import { TAGS_PER_FORUM_MAX, TAGS_PER_POST_MAX } from '#domain/kernel/limits.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Forum = Pick<PresentChannel, 'tags' | 'tagRequired'>;

const tagsInvalid = (why: string): Either<TagsInvalid, never> => left({ kind: 'TagsInvalid', why });
const postTagsInvalid = (why: string): Either<PostTagsInvalid, never> => left({ kind: 'PostTagsInvalid', why });

/** Accepts the tags that a forum shall offer. Two tags never share a name, because people tell them apart by it. */
export const decideTags = (tags: ReadonlyArray<ForumTag>): Either<TagsInvalid, ReadonlyArray<ForumTag>> => {
  if (tags.length > TAGS_PER_FORUM_MAX) return tagsInvalid(`a forum has at most ${TAGS_PER_FORUM_MAX} tags`);
  if (new Set(tags.map(({ tagId }) => tagId)).size < tags.length) return tagsInvalid('name each tag once');
  if (new Set(tags.map(({ name }) => name.toLowerCase())).size < tags.length)
    return tagsInvalid('give each tag a name of its own');
  return right(tags);
};

/**
 * Accepts the tags that a post shall carry. A moderated tag that comes or goes needs `manage_threads`. A tag that the
 * forum has no more is gone from the post already, so it does not count.
 */
export const decidePostTags = (
  forum: Forum,
  { before, after }: { readonly before: ReadonlyArray<TagId>; readonly after: ReadonlyArray<TagId> },
  authority: Authority,
): Either<PostTagsInvalid | TagRequired | MissingPermission, ReadonlyArray<TagId>> => {
  const offered = new Map(forum.tags.map((tag) => [tag.tagId, tag]));
  if (after.length > TAGS_PER_POST_MAX) return postTagsInvalid(`a post carries at most ${TAGS_PER_POST_MAX} tags`);
  if (new Set(after).size < after.length) return postTagsInvalid('name each tag once');
  if (after.some((id) => !offered.has(id))) return postTagsInvalid('choose tags that the forum has');
  if (forum.tagRequired && forum.tags.length > 0 && after.length === 0) return left({ kind: 'TagRequired' });
  const turned = [...before, ...after].filter((id) => before.includes(id) !== after.includes(id));
  if (turned.some((id) => offered.get(id)?.moderated === true) && !may(authority, 'manage_threads'))
    return left({ kind: 'MissingPermission', permission: 'manage_threads' });
  return right(after);
};
