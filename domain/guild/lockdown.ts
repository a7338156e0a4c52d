import type { MemberState } from '#domain/guild/member-state.ts';
import type { Lockdown, PresentGuild } from '#domain/guild/state.ts';
import { type Instant, millisOf } from '#domain/kernel/instant.ts';

/** The lockdown that holds at this time, or null. Its end time ends it without an event. */
export const lockdownAt = ({ lockdown }: Pick<PresentGuild, 'lockdown'>, at: Instant): Lockdown | null => {
  if (lockdown === null) return null;
  return lockdown.until === null || millisOf(at) < millisOf(lockdown.until) ? lockdown : null;
};

/** True for a member who joined too late to post during the lockdown. The founder of a guild never joined. */
export const isNewcomer = ({ newcomersSince }: Lockdown, { joinedAt }: Pick<MemberState, 'joinedAt'>): boolean =>
  newcomersSince !== null && joinedAt !== null && millisOf(joinedAt) > millisOf(newcomersSince);
