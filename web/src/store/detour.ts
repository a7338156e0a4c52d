/**
 * The changes of a detour. Its messages stand in the order of the log, as in the window, and follow the same two
 * rules: a message changes only to a higher revision, and a deleted message stays deleted.
 */

import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { MessagePage } from '#gateway/protocol/resources.ts';
import type { Detour, DetourSide, DetourWindow, MessageDispatch, Timeline, Trouble } from '#web/store/state.ts';
import {
  atNewest,
  broughtBy,
  changeMessage,
  messageIn,
  preceded,
  startOf,
  withChange,
  without,
  withoutLate,
} from '#web/store/timeline.ts';

const changeSeen = (timeline: Timeline, change: MessageDispatch, viewer: UserId | undefined): Timeline => {
  const { detour } = timeline;
  if (detour?.seen == null) return timeline;
  const messages = withChange(detour.seen.messages, change, viewer);
  return messages === detour.seen.messages
    ? timeline
    : { ...timeline, detour: { ...detour, seen: { ...detour.seen, messages } } };
};

/** Changes a message in the window and in the detour. */
export const changeEverywhere = (timeline: Timeline, change: MessageDispatch, viewer: UserId | undefined): Timeline =>
  changeSeen(changeMessage(timeline, change, viewer), change, viewer);

const replayLate = (timeline: Timeline, viewer: UserId | undefined): Timeline =>
  withoutLate(timeline.late.reduce((window, change) => changeSeen(window, change, viewer), timeline));

/**
 * Joins the detour to the window once the window holds the newest message of the detour. A detour that is ahead of the
 * dispatches waits for them, because the messages between are unknown. A request for another message goes on.
 */
export const rejoined = (timeline: Timeline): Timeline => {
  const { detour } = timeline;
  if (detour === null || detour.seen === null || timeline.start.kind === 'unloaded') return timeline;
  const { messages, start } = detour.seen;
  const newest = messages.at(-1);
  if (newest !== undefined && messageIn(timeline, newest.message_id) === undefined) return timeline;
  const further = without(messages, timeline.messages);
  const one: Timeline = {
    ...timeline,
    messages: preceded(further, atNewest(timeline.messages, messages)),
    detour: detour.side === 'around' && detour.request !== null ? { ...detour, seen: null } : null,
  };
  // A requested page belongs before the old start, so its answer must not go before the new one.
  return withoutLate(further.length === 0 ? one : { ...one, start, loading: null });
};

/** Marks that newer messages follow a detour that had reached the present. */
export const outrun = (timeline: Timeline): Timeline => {
  const { detour } = timeline;
  const newest = detour?.seen?.messages.at(-1);
  if (detour?.seen == null || detour.seen.after !== null || newest === undefined) return timeline;
  return { ...timeline, detour: { ...detour, seen: { ...detour.seen, after: newest.message_id } } };
};

export const askDetour = (timeline: Timeline, request: string, side: DetourSide, target: MessageId): Timeline => ({
  ...timeline,
  detour: { seen: timeline.detour?.seen ?? null, target, request, side, trouble: null },
});

const seenWith = (timeline: Timeline, { seen, side }: Detour, page: MessagePage): DetourWindow => {
  const arrived = broughtBy(page, timeline);
  const after = page.next_after ?? null;
  if (seen === null || side === 'around') return { messages: arrived, start: startOf(page), after };
  return side === 'older'
    ? { ...seen, messages: preceded(arrived, seen.messages), start: startOf(page) }
    : { ...seen, messages: [...seen.messages, ...without(arrived, seen.messages)], after };
};

export const loadDetour = (
  timeline: Timeline,
  request: string,
  page: MessagePage,
  viewer: UserId | undefined,
): Timeline => {
  const { detour } = timeline;
  if (detour === null || detour.request !== request) return timeline;
  const seen = seenWith(timeline, detour, page);
  return replayLate({ ...timeline, detour: { ...detour, seen, request: null } }, viewer);
};

export const failDetour = (timeline: Timeline, request: string, trouble: Trouble): Timeline =>
  timeline.detour?.request === request
    ? withoutLate({ ...timeline, detour: { ...timeline.detour, request: null, trouble } })
    : timeline;

export const leaveDetour = (timeline: Timeline): Timeline =>
  timeline.detour === null ? timeline : withoutLate({ ...timeline, detour: null });

/** Answers the timeline that the screen shows: the detour where one is loaded, else the window. */
export const viewOf = (timeline: Timeline): Timeline => {
  const { detour } = timeline;
  if (detour === null || detour.seen === null) return timeline;
  const { messages, start } = detour.seen;
  return { ...timeline, messages, start, loading: detour.request, trouble: detour.trouble };
};
