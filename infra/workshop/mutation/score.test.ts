import { expect } from 'chai';
import { measuresOf, scoreOf } from './score.ts';

describe('the score of a mutation run', () => {
  it('counts a mutant that timed out as noticed, and one that no test runs as not noticed', () => {
    const statuses = ['Killed', 'Killed', 'Timeout', 'Survived', 'NoCoverage', 'Ignored', 'RuntimeError'] as const;
    expect(scoreOf(statuses.map((status) => ({ status })))).to.deep.equal({
      killed: 2,
      timedOut: 1,
      survived: 1,
      notRun: 1,
      leftOut: 2,
      percent: 60,
    });
  });
  it('is full where there is nothing to notice', () => {
    expect(scoreOf([{ status: 'Ignored' }])).to.deep.include({ leftOut: 1, percent: 100 });
  });
  it('is reported with the bar it must reach', () => {
    const [noticed] = measuresOf('domain', scoreOf([{ status: 'Killed' }]));
    expect(noticed).to.deep.equal({
      name: 'domain: mutants noticed',
      value: 100,
      unit: '%',
      bar: { at: 'least', value: 85 },
    });
  });
});
