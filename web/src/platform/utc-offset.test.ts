import { expect } from 'chai';
import { TimeZone } from '#queries/search/search-query/time-zone.ts';
import { utcOffset } from '#web/platform/utc-offset.ts';

describe('an offset from UTC', () => {
  it('is written with its sign, hours and minutes', () => {
    const written = [330, -210, 0, -0, 840, -720, -30].map(utcOffset);
    expect(written).to.deep.equal(['+05:30', '-03:30', '+00:00', '+00:00', '+14:00', '-12:00', '-00:30']);
  });

  it('is a time zone that a server knows, for every quarter of an hour that a zone may have', () => {
    for (let ahead = -14 * 60; ahead <= 14 * 60; ahead += 15) {
      expect(TimeZone.is(utcOffset(ahead)), utcOffset(ahead)).to.equal(true);
    }
  });
});
