import { expect } from 'chai';
import { distance } from '#web/message/formatted/moments.ts';

describe('the distance of a moment', () => {
  const cases: ReadonlyArray<readonly [seconds: number, said: string]> = [
    [0, 'now'],
    [-5, '5 seconds ago'],
    [59, 'in 59 seconds'],
    [60, 'in 1 minute'],
    [-3_599, '59 minutes ago'],
    [7_200, 'in 2 hours'],
    [-86_400, 'yesterday'],
    [86_400 * 29, 'in 29 days'],
    [-86_400 * 400, 'last year'],
  ];
  for (const [seconds, said] of cases)
    it(`is ${said} for ${seconds} seconds`, () => expect(distance(seconds, 'en')).to.equal(said));
});
