import type { MutantResult } from '@stryker-mutator/api/core';
import type { Measure } from '#infra/workshop/bench/report.ts';

/** Part of a room's mutants that its tests must notice, in percent. */
export const SCORE_MIN = 85;

export type Score = {
  /** Mutants for which a test failed. */
  readonly killed: number;
  /** Mutants that never ended, so that the run was cut off. They count as noticed. */
  readonly timedOut: number;
  /** Mutants that ran and that no test noticed. */
  readonly survived: number;
  /** Mutants in code that no test runs. They count as not noticed. */
  readonly notRun: number;
  /** Mutants that the score leaves out, because they do not parse or break at import. */
  readonly leftOut: number;
  /** Noticed mutants in percent of all that count. 100 when none counts. */
  readonly percent: number;
};

export const scoreOf = (mutants: ReadonlyArray<Pick<MutantResult, 'status'>>): Score => {
  const count = (...statuses: ReadonlyArray<MutantResult['status']>): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const killed = count('Killed');
  const timedOut = count('Timeout');
  const survived = count('Survived');
  const notRun = count('NoCoverage');
  const all = killed + timedOut + survived + notRun;
  return {
    killed,
    timedOut,
    survived,
    notRun,
    leftOut: mutants.length - all,
    percent: all === 0 ? 100 : (100 * (killed + timedOut)) / all,
  };
};

export const measuresOf = (room: string, score: Score): ReadonlyArray<Measure> => [
  { name: `${room}: mutants noticed`, value: score.percent, unit: '%', bar: { at: 'least', value: SCORE_MIN } },
  { name: `${room}: mutants killed`, value: score.killed, unit: 'mutants' },
  { name: `${room}: mutants timed out`, value: score.timedOut, unit: 'mutants' },
  { name: `${room}: mutants survived`, value: score.survived, unit: 'mutants' },
  { name: `${room}: mutants that no test runs`, value: score.notRun, unit: 'mutants' },
  { name: `${room}: mutants left out`, value: score.leftOut, unit: 'mutants' },
];
