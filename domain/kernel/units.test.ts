import { expect } from 'chai';
import * as units from '#domain/kernel/units.ts';

describe('the units of limits', () => {
  it('are bytes and milliseconds', () => {
    expect({ ...units }).to.deep.equal({
      KIB: 1_024,
      MIB: 1_048_576,
      SECOND_MS: 1_000,
      MINUTE_MS: 60_000,
      HOUR_MS: 3_600_000,
      DAY_MS: 86_400_000,
    });
  });
});
