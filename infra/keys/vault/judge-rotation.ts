import { REFRESH_ABSOLUTE_MS, REFRESH_IDLE_MS, REFRESH_RACE_GRACE_MS } from '#commands/limits.ts';

/** A presented refresh token and its family, read while the family is locked. Times are in milliseconds. */
export type PresentedRefreshToken = {
  readonly generation: number;
  readonly usedAt: number | undefined;
  /** True when the token was exchanged for the same successor that is asked for now, and that successor is unused. */
  readonly successorWaits: boolean;
  readonly family: { readonly generation: number; readonly startedAt: number; readonly issuedAt: number };
};

export type RotationVerdict = 'Rotated' | 'Repeated' | 'Superseded' | 'Replayed' | 'Expired';

/**
 * Judges a presented refresh token. Only the newest token of a family rotates.
 * The token before it may come again for the same successor, while that successor is unused: then the answer was lost.
 * It may also come a moment late, from a browser tab that lost a race. Any other used token is a copy.
 */
export const judgeRotation = (
  { generation, usedAt, successorWaits, family }: PresentedRefreshToken,
  at: number,
): RotationVerdict => {
  if (at >= family.startedAt + REFRESH_ABSOLUTE_MS) return 'Expired';
  if (at >= family.issuedAt + REFRESH_IDLE_MS) return 'Expired';
  if (usedAt === undefined) return 'Rotated';
  if (successorWaits) return 'Repeated';
  const lostTheRace = generation === family.generation - 1 && at - usedAt <= REFRESH_RACE_GRACE_MS;
  return lostTheRace ? 'Superseded' : 'Replayed';
};
