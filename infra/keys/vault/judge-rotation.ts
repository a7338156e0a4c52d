import { REFRESH_ABSOLUTE_MS, REFRESH_IDLE_MS, REFRESH_RACE_GRACE_MS } from '#commands/limits.ts';

/** A presented refresh token and its family, as they stand while the family is locked. Times in milliseconds. */
export type Presented = {
  readonly generation: number;
  readonly usedAt: number | undefined;
  /** It was used for the very successor that is asked for now, and nobody has used that one. */
  readonly successorWaits: boolean;
  readonly family: { readonly generation: number; readonly startedAt: number; readonly issuedAt: number };
};

export type Judgement = 'Rotated' | 'Repeated' | 'Superseded' | 'Replayed' | 'Expired';

/**
 * Only the newest token rotates. The one before it may come again in the same attempt, as long as what it was
 * exchanged for is unused: then it was never received. Or it may come a moment late, from a tab that lost the race to
 * refresh; any other used token is a copy.
 */
export const judgeRotation = ({ generation, usedAt, successorWaits, family }: Presented, at: number): Judgement => {
  if (at >= family.startedAt + REFRESH_ABSOLUTE_MS) return 'Expired';
  if (at >= family.issuedAt + REFRESH_IDLE_MS) return 'Expired';
  if (usedAt === undefined) return 'Rotated';
  if (successorWaits) return 'Repeated';
  const lostTheRace = generation === family.generation - 1 && at - usedAt <= REFRESH_RACE_GRACE_MS;
  return lostTheRace ? 'Superseded' : 'Replayed';
};
