import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { DAY_MS, HOUR_MS } from '#domain/kernel/units.ts';
import { dayClock, TimeZone, UTC } from './time-zone.ts';

const zone = (name: string): TimeZone => {
  const decoded = TimeZone.decode(name);
  if (isLeft(decoded)) throw new Error(`${name} is refused`);
  return decoded.right;
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

  it('ends where the next one begins, and differs from a day by two hours at most, all year in every zone', function () {
    this.timeout(300_000);
    const monthsOf = (name: string): string => {
      const beginOf = dayClock(zone(name));
      return Array.from({ length: 12 }, (_, month) => beginOf(Date.UTC(2024, month, 1))).join();
    };
    // Zones whose months begin at the same moments keep the same rules, so one zone of each kind is enough.
    const kinds = new Map(Intl.supportedValuesOf('timeZone').map((name) => [monthsOf(name), name]));
    expect(kinds.size).to.be.greaterThan(30);
    for (const name of kinds.values()) {
      const beginOf = dayClock(zone(name));
      let before = beginOf(Date.UTC(2023, 11, 31));
      for (let day = Date.UTC(2024, 0, 1); day < Date.UTC(2025, 0, 1); day += DAY_MS) {
        const begun = beginOf(day);
        expect(begun - before, `${name} ${day}`).to.be.within(DAY_MS - 2 * HOUR_MS, DAY_MS + 2 * HOUR_MS);
        before = begun;
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
