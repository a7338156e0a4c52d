/** Choice of a user how others see them, and the presence that follows from it. */
import { isRight } from 'fp-ts/lib/Either.js';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';
import type { PresenceChoice, PresenceRequest } from '#gateway/protocol/presence.ts';
import type { Presence } from '#gateway/protocol/resources.ts';
import { StatusText } from '#gateway/protocol/status-text.ts';

/** Choice with its time: milliseconds since 1970, 0 when a client brought it along, -1 when nothing was chosen. */
export type DatedChoice = { readonly choice: PresenceChoice; readonly at: number };
export type Activity = 'active' | 'away';
/** Presence of a user who is not offline, without the name of the user. */
export type ShownPresence = Pick<Presence, 'custom_status'> & { readonly status: 'online' | 'idle' | 'dnd' };

export const NO_CHOICE: DatedChoice = { choice: { status: 'online', custom_status: null }, at: -1 };

const HIDES = { online: 0, idle: 1, dnd: 2, invisible: 3 } as const;
const rankOf = ({ choice }: DatedChoice): string => `${HIDES[choice.status]} ${JSON.stringify(choice.custom_status)}`;

/** Answers the newer choice. Between two of one time the one wins that shows less, so that all processes agree. */
export const newerChoice = (a: DatedChoice, b: DatedChoice): DatedChoice => {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return rankOf(a) >= rankOf(b) ? a : b;
};

/** Answers the choice at a moment: a custom status that has ended is gone. */
export const choiceAt = (dated: DatedChoice, now: Instant): DatedChoice => {
  const until = dated.choice.custom_status?.until ?? null;
  if (until === null || millisOf(until) > millisOf(now)) return dated;
  return { ...dated, choice: { ...dated.choice, custom_status: null } };
};

/** Answers the choice of a wish, or undefined when the text of its custom status is not allowed. */
export const choiceOf = ({ status, custom_status }: PresenceRequest): PresenceChoice | undefined => {
  if (custom_status === undefined || custom_status === null) return { status, custom_status: null };
  const text = StatusText.decode(custom_status.text);
  return isRight(text) ? { status, custom_status: { text: text.right, until: custom_status.until } } : undefined;
};

/**
 * Answers how others see a user. Undefined for a user who is offline or invisible, which look alike. `quiet` says that
 * quiet hours run in which the user wants to be seen as `dnd`.
 */
export const shownPresence = (
  { choice: { status, custom_status } }: DatedChoice,
  activities: ReadonlyArray<Activity>,
  quiet = false,
): ShownPresence | undefined => {
  if (activities.length === 0 || status === 'invisible') return undefined;
  const awake = status === 'online' && !activities.includes('active') ? 'idle' : status;
  const shown = quiet ? 'dnd' : awake;
  return { status: shown, ...(custom_status === null ? {} : { custom_status }) };
};

export const samePresence = (a: ShownPresence | undefined, b: ShownPresence | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
