import { expect } from 'chai';
import fc from 'fast-check';
import { readRfc3339 } from './rfc-3339.ts';

describe('a time of RFC 3339', () => {
  const table: ReadonlyArray<readonly [what: string, text: string, expected: string]> = [
    ['in UTC', '2007-04-13T10:34:00Z', '2007-04-13T10:34:00.000Z'],
    ['with small letters', '2007-04-13t10:34:00z', '2007-04-13T10:34:00.000Z'],
    ['with a fraction', '2007-04-13T10:34:00.25Z', '2007-04-13T10:34:00.250Z'],
    ['with more digits than are kept', '2007-04-13T10:34:00.9999999999999Z', '2007-04-13T10:34:00.999Z'],
    ['with an offset', '2007-04-13T12:34:00+02:00', '2007-04-13T10:34:00.000Z'],
    ['with the largest offsets', '2007-04-13T00:00:00-23:59', '2007-04-13T23:59:00.000Z'],
    ['with an unknown offset', '2007-04-13T10:34:00-00:00', '2007-04-13T10:34:00.000Z'],
    ['of a leap day', '2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['that an offset carries past 1970', '1969-12-31T23:30:00-01:00', '1970-01-01T00:30:00.000Z'],
    ['at the end of the calendar', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    ['in a leap second', '2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
    ['in a leap second with a fraction', '2015-06-30T23:59:60.123Z', '2015-06-30T23:59:59.999Z'],
    ['in a leap second west of Greenwich', '1990-12-31T15:59:60-08:00', '1990-12-31T23:59:59.999Z'],
    ['in a leap second east of Greenwich', '2017-01-01T05:29:60+05:30', '2016-12-31T23:59:59.999Z'],
  ];
  for (const [what, text, expected] of table)
    it(`is read ${what}`, () => {
      expect(readRfc3339(text)).to.equal(expected);
    });

  const others: ReadonlyArray<readonly [what: string, text: string]> = [
    ['the hour 24', '2007-04-13T24:00:00Z'],
    ['the hour 25', '2007-04-13T25:00:00Z'],
    ['the minute 60', '2007-04-13T10:60:00Z'],
    ['the second 61', '2016-12-31T23:59:61Z'],
    ['a leap second in the middle of a day', '2016-12-31T12:00:60Z'],
    ['a leap second in the middle of a month', '2016-12-30T23:59:60Z'],
    ['a leap second at the end of the month elsewhere', '2016-12-31T23:59:60-08:00'],
    ['the 30th of February', '2007-02-30T10:00:00Z'],
    ['the 29th of February of a common year', '1900-02-29T10:00:00Z'],
    ['the 31st of April', '2007-04-31T10:00:00Z'],
    ['the day 0', '2007-04-00T10:00:00Z'],
    ['the month 0', '2007-00-13T10:00:00Z'],
    ['the month 13', '2007-13-13T10:00:00Z'],
    ['the offset 24:00', '2007-04-13T10:34:00+24:00'],
    ['an offset of 60 minutes', '2007-04-13T10:34:00+01:60'],
    ['an offset without a colon', '2007-04-13T10:34:00+0200'],
    ['no offset', '2007-04-13T10:34:00'],
    ['no time', '2007-04-13'],
    ['a space for the T', '2007-04-13 10:34:00Z'],
    ['no second', '2007-04-13T10:34Z'],
    ['a point without a fraction', '2007-04-13T10:34:00.Z'],
    ['a comma before the fraction', '2007-04-13T10:34:00,5Z'],
    ['space around it', ' 2007-04-13T10:34:00Z'],
    ['a line end after it', '2007-04-13T10:34:00Z\n'],
    ['digits of another script', '٢٠٠٧-04-13T10:34:00Z'],
    ['a year of two digits', '07-04-13T10:34:00Z'],
    ['a year of the first century', '0070-04-13T10:34:00Z'],
    ['a time before 1970', '1969-12-31T23:59:59Z'],
    ['a time that an offset carries before 1970', '1970-01-01T00:30:00+01:00'],
    ['a time that an offset carries past 9999', '9999-12-31T23:00:00-10:00'],
  ];
  for (const [what, text] of others)
    it(`does not have ${what}`, () => {
      expect(readRfc3339(text)).to.equal(undefined);
    });

  it('is read back from every moment that can be written, with any offset', () => {
    const moment = fc.date({ min: new Date(0), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.integer({ min: -1_439, max: 1_439 }), (at, offset) => {
        const shown = Math.abs(offset);
        const two = (n: number): string => String(n).padStart(2, '0');
        const local = new Date(at.getTime() + offset * 60_000);
        fc.pre(local.getTime() >= 0);
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(shown / 60))}:${two(shown % 60)}`;
        expect(readRfc3339(local.toISOString().replace('Z', zone))).to.equal(at.toISOString());
      }),
    );
  });
});
