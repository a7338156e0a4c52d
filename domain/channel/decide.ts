import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { ChangeChannel, CreateChannel, DeleteChannel, MoveChannel } from '#domain/channel/commands.ts';
import type { ChannelEvent } from '#domain/channel/events.ts';
import { decidePostTags, decideTags } from '#domain/channel/forum-decide.ts';
import type {
  CategoryNested,
  NotAForum,
  NotForACategory,
  NotForAThread,
  PostTagsInvalid,
  SlowModeInvalid,
  TagRequired,
  TagsInvalid,
} from '#domain/channel/rejections.ts';
import type { ChannelState, PresentChannel } from '#domain/channel/state.ts';
import { managing, mayTend } from '#domain/channel/thread-decide.ts';
import { SLOW_MODE_SECS_MAX } from '#domain/kernel/limits.ts';
import type { ChannelUnknown } from '#domain/kernel/rejection.ts';
import { type Authority, may } from '#domain/permission/authority.ts';
import type { Overwrites } from '#domain/permission/overwrite.ts';
import { overwriteFacts } from '#domain/permission/overwrite-changes.ts';
import type { MissingPermission } from '#domain/permission/rejection.ts';

type Decision<R> = Either<R, ReadonlyArray<ChannelEvent>>;

/** Accepts a channel that exists already: the same attempt or import made it. It may be changed or deleted by now. */
export const decideCreateChannel = (
  { channelId, home, parentId, name, channelKind }: CreateChannel,
  state: ChannelState,
): Decision<never> => {
  if (state.kind !== 'Absent') return right([]);
  return right([{ type: 'channel.created', data: { channelId, home, parentId, name, kind: channelKind } }]);
};

const managed = (
  authority: Authority,
  state: ChannelState,
): Either<ChannelUnknown | MissingPermission, PresentChannel> => {
  if (state.kind !== 'Present') return left({ kind: 'ChannelUnknown' });
  const permission = managing(state);
  return may(authority, permission) ? right(state) : left({ kind: 'MissingPermission', permission });
};

/** The same for a change, which the maker of a thread may make too. */
const tended = (
  authority: Authority,
  state: ChannelState,
): Either<ChannelUnknown | MissingPermission, PresentChannel> =>
  state.kind === 'Present' && state.thread !== null && mayTend(state.thread, authority)
    ? right(state)
    : managed(authority, state);

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Changes the tags of a forum, and whether its posts need one. */
const decideForum = (
  { tags, tagRequired }: ChangeChannel,
  channel: PresentChannel,
): Decision<TagsInvalid | NotAForum> => {
  if (tags === undefined && tagRequired === undefined) return right([]);
  if (channel.channelKind !== 'forum') return left({ kind: 'NotAForum' });
  const { channelId, home } = channel;
  const events: ChannelEvent[] = [];
  if (tags !== undefined) {
    const decided = decideTags(tags);
    if (isLeft(decided)) return decided;
    if (!isSame(tags, channel.tags)) events.push({ type: 'channel.tags-set', data: { channelId, home, tags } });
  }
  if (tagRequired !== undefined && tagRequired !== channel.tagRequired)
    events.push({ type: 'channel.tag-requirement-set', data: { channelId, home, required: tagRequired } });
  return right(events);
};

/** Changes the tags of a post. */
const decidePost = (
  { tagIds, forum, authority }: ChangeChannel,
  { channelId, home, thread }: PresentChannel,
): Decision<NotAForum | PostTagsInvalid | TagRequired | MissingPermission> => {
  if (tagIds === undefined) return right([]);
  if (thread === null || forum?.channelKind !== 'forum') return left({ kind: 'NotAForum' });
  const decided = decidePostTags(forum, { before: thread.tagIds, after: tagIds }, authority);
  if (isLeft(decided)) return decided;
  if (isSame(tagIds, thread.tagIds)) return right([]);
  return right([{ type: 'channel.post-tagged', data: { channelId, home, by: authority.actor, tagIds } }]);
};

/** Changes each named fact that differs, by an event of its own. */
export const decideChangeChannel = (
  change: ChangeChannel,
  state: ChannelState,
): Decision<
  | ChannelUnknown
  | MissingPermission
  | SlowModeInvalid
  | NotForACategory
  | NotForAThread
  | TagsInvalid
  | NotAForum
  | PostTagsInvalid
  | TagRequired
> => {
  const { name, topic, slowModeSecs, authority } = change;
  const here = tended(authority, state);
  if (isLeft(here)) return here;
  const channel = here.right;
  const forum = decideForum(change, channel);
  if (isLeft(forum)) return forum;
  const post = decidePost(change, channel);
  if (isLeft(post)) return post;
  const { channelId, home } = channel;
  if (channel.channelKind === 'category' && ((topic ?? null) !== null || (slowModeSecs ?? 0) !== 0))
    return left({ kind: 'NotForACategory' });
  if (channel.thread !== null && ((topic ?? null) !== null || (slowModeSecs ?? 0) !== 0))
    return left({ kind: 'NotForAThread' });
  const events: ChannelEvent[] = [...forum.right, ...post.right];
  if (name !== undefined && name !== channel.name)
    events.push({ type: 'channel.renamed', data: { channelId, home, name } });
  if (topic !== undefined && topic !== channel.topic)
    events.push({ type: 'channel.topic-changed', data: { channelId, home, topic } });
  if (slowModeSecs !== undefined) {
    if (!Number.isInteger(slowModeSecs) || slowModeSecs < 0 || slowModeSecs > SLOW_MODE_SECS_MAX)
      return left({ kind: 'SlowModeInvalid', why: `slow mode lasts 0 to ${SLOW_MODE_SECS_MAX} seconds` });
    if (slowModeSecs !== channel.slowModeSecs)
      events.push({ type: 'channel.slow-mode-changed', data: { channelId, home, secs: slowModeSecs } });
  }
  return right(events);
};

export const decideDeleteChannel = (
  { reason, authority }: DeleteChannel,
  state: ChannelState,
): Decision<ChannelUnknown | MissingPermission> => {
  if (state.kind === 'Absent') return left({ kind: 'ChannelUnknown' });
  const permission = managing(state);
  if (!may(authority, permission)) return left({ kind: 'MissingPermission', permission });
  const { channelId, home } = state;
  return right(state.kind === 'Deleted' ? [] : [{ type: 'channel.deleted', data: { channelId, home, reason } }]);
};

/** Ends a deleted channel for good. A channel of a deleted guild ends like one that was deleted itself. */
export const decideEraseChannel = (state: ChannelState): ReadonlyArray<ChannelEvent> => {
  if (state.kind === 'Absent' || (state.kind === 'Deleted' && state.erased)) return [];
  const { channelId, home } = state;
  return [{ type: 'channel.erased', data: { channelId, home } }];
};

/** Gives a channel the overwrites that count in it as its own. A channel that follows no category has them already. */
export const materialised = (
  { channelId, home, syncedWith }: PresentChannel,
  effective: Overwrites,
): ReadonlyArray<ChannelEvent> =>
  syncedWith === null
    ? []
    : [{ type: 'channel.overwrites-replaced', data: { channelId, home, overwrites: overwriteFacts(effective) } }];

/** Moves a channel to a category that was checked before. It keeps its overwrites, so nobody gains or loses sight. */
export const decideMoveChannel = (
  { parentId, effective, authority }: MoveChannel,
  state: ChannelState,
): Decision<ChannelUnknown | MissingPermission | CategoryNested> => {
  const here = managed(authority, state);
  if (isLeft(here)) return here;
  const { channelId, home, channelKind } = here.right;
  // A thread never leaves its parent.
  if (channelKind === 'thread') return left({ kind: 'ChannelUnknown' });
  if (channelKind === 'category' && parentId !== null) return left({ kind: 'CategoryNested' });
  if (here.right.parentId === parentId) return right([]);
  return right([
    ...materialised(here.right, effective),
    { type: 'channel.moved', data: { channelId, home, parentId } },
  ]);
};

/** Answers the seconds that a member waits between two messages. Moderators of messages or channels do not wait. */
export const slowModeFor = ({ slowModeSecs }: PresentChannel, authority: Authority): number =>
  may(authority, 'manage_messages') || may(authority, 'manage_channels') ? 0 : slowModeSecs;
