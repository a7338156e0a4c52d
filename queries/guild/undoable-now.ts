import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import { isInUndoTime } from '#domain/kernel/undo.ts';
import { undoable } from '#domain/undoable.ts';

type Texts = Readonly<Record<string, ReadonlyArray<string>>>;

/** Facts of an act that decide whether an undo can take it back now. */
export type UndoneFacts = {
  readonly action: string;
  readonly at: Instant;
  readonly actor: string;
  /** Author of the message that the act is about. Null for another act, and for a message that is not read yet. */
  readonly authorId: string | null;
  readonly facts: Texts;
  readonly before: Texts;
};

/** Actions that remove a thing. An undo brings it back for a time only. */
const REMOVALS: ReadonlySet<string> = new Set(['message.deleted', 'channel.deleted']);
/** Acts that end by the clock, each with the field of its end. */
const ENDS: Readonly<Record<string, string>> = {
  'guild.member-timed-out': 'timed_out_until',
  'guild.lockdown-begun': 'until',
};

/**
 * True for an act that an undo takes back now, as far as its entry decides that. A message that its author deleted, a
 * removal whose time is over, and a time-out or lockdown that has ended leave nothing to bring back.
 * @param undoMs milliseconds in which a removal can be undone.
 */
export const isUndoableNow = (act: UndoneFacts, now: Instant, undoMs: number): boolean => {
  const { action, at, actor, authorId, facts, before } = act;
  if ((undoable as Readonly<Record<string, unknown>>)[action] !== true) return false;
  if (authorId !== null && action === 'message.deleted' && actor === `user:${authorId}`) return false;
  if (REMOVALS.has(action)) return isInUndoTime(at, now, undoMs);
  const field = ENDS[action];
  if (field === undefined) return true;
  const [end] = facts[field] ?? [];
  const [earlier] = before[field] ?? [];
  // An act without an end holds on. One that shortened another has that to bring back.
  if (end === undefined) return true;
  return [end, earlier].some((until) => until !== undefined && millisOf(now) < millisOf(until as Instant));
};
