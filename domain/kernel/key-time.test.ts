import { expect } from 'chai';
import { encodeTime } from 'ulid';
import { isAbandoned } from '#domain/kernel/abandoned.ts';
import type { GuildId } from '#domain/kernel/ids.ts';
import { type Instant, instantOf, plusMillis } from '#domain/kernel/instant.ts';
import { isAccepted, isAfterKey, isBeforeKey } from '#domain/kernel/key-time.ts';
import { IDEMPOTENCY_WINDOW_MS, PLACE_ABANDONED_MS, SERVERS_APART_MS } from '#domain/kernel/limits.ts';
import { millisOfId } from '#domain/kernel/ulid.ts';

const MADE = Date.UTC(2026, 10, 29, 12);
const made = instantOf(MADE);
const KEY = `${encodeTime(MADE, 10)}0123456789ABCDEF`;
const FAR = IDEMPOTENCY_WINDOW_MS + SERVERS_APART_MS;

describe('the time of a key', () => {
  it('is read from the key', () => {
    expect(millisOfId(KEY)).to.equal(MADE);
    expect(millisOfId(`7ZZZZZZZZZ${'0'.repeat(16)}`)).to.equal(2 ** 48 - 1);
  });

  const table: ReadonlyArray<readonly [string, boolean, boolean, boolean, Instant]> = [
    ['long before it', false, true, false, plusMillis(made, -FAR - 1)],
    ['before a slow server accepts it', false, false, false, plusMillis(made, -FAR)],
    ['a day before it', true, false, false, plusMillis(made, -IDEMPOTENCY_WINDOW_MS)],
    ['at its time', true, false, false, made],
    ['a day after it', true, false, false, plusMillis(made, IDEMPOTENCY_WINDOW_MS)],
    ['a moment later', false, false, false, plusMillis(made, IDEMPOTENCY_WINDOW_MS + 1)],
    ['when a slow server accepts it last', false, false, false, plusMillis(made, FAR)],
    ['long after it', false, false, true, plusMillis(made, FAR + 1)],
  ];
  for (const [when, accepted, before, after, at] of table)
    it(`says, ${when}, whether the key counts`, () => {
      expect([isAccepted(KEY, Date.parse(at)), isBeforeKey(KEY, at), isAfterKey(KEY, at)]).to.deep.equal([
        accepted,
        before,
        after,
      ]);
    });
});

describe('a place', () => {
  it('is abandoned a minute after its attempt, and not before', () => {
    const id = KEY as GuildId;
    expect(isAbandoned(id, made, plusMillis(made, PLACE_ABANDONED_MS))).to.equal(false);
    expect(isAbandoned(id, made, plusMillis(made, PLACE_ABANDONED_MS + 1))).to.equal(true);
    const placed = plusMillis(made, 1_000);
    expect(isAbandoned(id, placed, plusMillis(placed, PLACE_ABANDONED_MS))).to.equal(false);
    expect(isAbandoned(id, placed, plusMillis(placed, PLACE_ABANDONED_MS + 1))).to.equal(true);
  });
});
