/**
 * A look at something older, apart from the window. The same two rules hold as there: a message changes only to a higher
 * revision, and what was deleted stays deleted.
 */

import type { MessageId, UserId } from '#domain/kernel/ids.ts';
import type { Message, MessagePage } from '#gateway/protocol/resources.ts';
import type { Detour, DetourSeen, DetourSide, MessageChange, Timeline, Trouble } from '#web/store/state.ts';
import {
  buried,
  changed,
  changeMessage,
  idOf,
  inOrder,
  merged,
  placeOf,
  revisionOf,
  withoutLate,
} from '#web/store/timeline.ts';

const changeSeen = (timeline: Timeline, change: MessageChange, viewer: UserId | undefined): Timeline => {
  const { detour } = timeline;
  if (detour?.seen == null) return timeline;
  const { messages } = detour.seen;
  const at = placeOf(messages, idOf(change));
  const known = messages[at];
  if (known?.message_id !== idOf(change) || known.revision >= revisionOf(change)) return timeline;
  const next = changed(known, change, viewer);
  const after = next === null ? messages.toSpliced(at, 1) : messages.with(at, next);
  return { ...timeline, detour: { ...detour, seen: { ...detour.seen, messages: after } } };
};

/** A change of a message, wherever it is in sight. */
export const changeEverywhere = (timeline: Timeline, change: MessageChange, viewer: UserId | undefined): Timeline =>
  changeSeen(changeMessage(timeline, change, viewer), change, viewer);

const replayLate = (timeline: Timeline, viewer: UserId | undefined): Timeline =>
  withoutLate(timeline.late.reduce((window, change) => changeSeen(window, change, viewer), timeline));

/** Where what was seen on a detour reaches the window, the two are one, and the detour is over. */
export const rejoined = (timeline: Timeline): Timeline => {
  const seen = timeline.detour?.seen ?? null;
  if (seen === null || timeline.start.kind === 'unloaded') return timeline;
  const newest = seen.messages.at(-1)?.message_id ?? '';
  const meets = seen.after === null || timeline.start.kind === 'beginning' || newest >= timeline.start.before;
  if (!meets) return timeline;
  const goesFurther =
    timeline.start.kind === 'after' && (seen.start.kind === 'beginning' || seen.start.before < timeline.start.before);
  return {
    ...timeline,
    messages: merged(timeline.messages, seen.messages),
    start: goesFurther ? seen.start : timeline.start,
    detour: null,
    late: timeline.loading === null ? [] : timeline.late,
  };
};

export const askDetour = (timeline: Timeline, request: string, side: DetourSide, target: MessageId): Timeline => ({
  ...timeline,
  detour: { seen: timeline.detour?.seen ?? null, target, request, side, trouble: null },
});

const startOf = (before: MessageId | null): DetourSeen['start'] =>
  before === null ? { kind: 'beginning' } : { kind: 'after', before };

const seenWith = ({ seen, side }: Detour, page: MessagePage, arrived: ReadonlyArray<Message>): DetourSeen => {
  const after = page.next_after ?? null;
  if (seen === null || side === 'around') return { messages: arrived, start: startOf(page.next_before), after };
  const messages = merged(seen.messages, arrived);
  return side === 'older' ? { ...seen, messages, start: startOf(page.next_before) } : { ...seen, messages, after };
};

export const loadDetour = (
  timeline: Timeline,
  request: string,
  page: MessagePage,
  viewer: UserId | undefined,
): Timeline => {
  const { detour } = timeline;
  if (detour === null || detour.request !== request) return timeline;
  const arrived = inOrder(page.messages.filter((message) => !buried(timeline, message)));
  const seen = seenWith(detour, page, arrived);
  return rejoined(replayLate({ ...timeline, detour: { ...detour, seen, request: null } }, viewer));
};

export const failDetour = (timeline: Timeline, request: string, trouble: Trouble): Timeline =>
  timeline.detour?.request === request
    ? withoutLate({ ...timeline, detour: { ...timeline.detour, request: null, trouble } })
    : timeline;

export const leaveDetour = (timeline: Timeline): Timeline =>
  timeline.detour === null ? timeline : withoutLate({ ...timeline, detour: null });

/** What is in front of the reader: the window, or what was seen on a detour from it. */
export const viewOf = (timeline: Timeline): Timeline => {
  const { detour } = timeline;
  if (detour === null || detour.seen === null) return timeline;
  const { messages, start } = detour.seen;
  return { ...timeline, messages, start, loading: detour.request, trouble: detour.trouble };
};
