import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { DAY_MS, HOUR_MS } from '#domain/kernel/units.ts';
import { dayClock, TimeZone, UTC } from './time-zone.ts';

const zone = (name: string): TimeZone => {
  const decoded = TimeZone.decode(name);
  if (isLeft(decoded)) throw new Error(`${name} is refused`);
  return decoded.right;
};
/** Finds the days of 2024 in which the offset of a zone changes, and the first day of the year. */
const daysOfChange = (name: string): ReadonlyArray<number> => {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number): string | undefined => clock.format(ms).split(' ').at(-1);
  const days = Array.from({ length: 366 }, (_, nth) => Date.UTC(2024, 0, 1 + nth));
  return days.filter((day, nth) => nth === 0 || offsetAt(day) !== offsetAt(day + DAY_MS));
};
const begins = (name: string, day: string): string =>
  new Date(dayClock(zone(name))(Date.parse(`${day}T00:00:00Z`))).toISOString();

describe('a day in a time zone', () => {
  for (const [name, day, at] of [
    ['UTC', '2024-03-31', '2024-03-31T00:00:00.000Z'],
    ['Europe/Berlin', '2024-03-31', '2024-03-30T23:00:00.000Z'],
    ['Europe/Berlin', '2024-04-01', '2024-03-31T22:00:00.000Z'],
    ['Europe/Berlin', '2024-10-28', '2024-10-27T23:00:00.000Z'],
    ['America/New_York', '2024-03-10', '2024-03-10T05:00:00.000Z'],
    ['Asia/Kathmandu', '2024-03-31', '2024-03-30T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2024-03-31', '2024-03-30T10:00:00.000Z'],
    ['+05:30', '2024-03-31', '2024-03-30T18:30:00.000Z'],
    ['-11:00', '2024-03-31', '2024-03-31T11:00:00.000Z'],
  ] as const) {
    it(`of ${day} begins in ${name} at ${at}`, () => expect(begins(name, day)).to.equal(at));
  }

  it('begins an hour late where the clock skips midnight', () => {
    expect(begins('America/Sao_Paulo', '2018-11-04')).to.equal('2018-11-04T03:00:00.000Z');
    expect(begins('Africa/Cairo', '2024-04-26')).to.equal('2024-04-25T22:00:00.000Z');
  });

  it('differs from 24 hours by two hours at most, also where the clock changes, in every zone', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const beginOf = dayClock(zone(name));
      for (const changing of daysOfChange(name))
        for (const day of [changing - DAY_MS, changing, changing + DAY_MS]) {
          const long = beginOf(day + DAY_MS) - beginOf(day);
          expect(long, `${name} ${new Date(day).toISOString()}`).to.be.within(
            DAY_MS - 2 * HOUR_MS,
            DAY_MS + 2 * HOUR_MS,
          );
        }
    }
  });
});

describe('the name of a time zone', () => {
  it('is one that the server knows, or an offset', () => {
    for (const name of [UTC, 'Europe/Berlin', 'Asia/Kolkata', '+05:30', '-03:00']) expect(zone(name)).to.equal(name);
    for (const name of ['', 'Mars/Olympus', 'Etc/Unknown', 'Europe/Berlin ', '+25:00', 'x'.repeat(500), 7, null]) {
      expect(TimeZone.is(name), String(name)).to.equal(false);
    }
  });
});
