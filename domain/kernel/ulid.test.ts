import { expect } from 'chai';
import fc from 'fast-check';
import { EventId, MessageId } from '#domain/kernel/ids.ts';
import { millisOfId, ulidOf } from '#domain/kernel/ulid.ts';

describe('the ULID of an event id', () => {
  const ids = fc.uuid({ version: 7 });

  it('is an id with the same time', () => {
    fc.assert(
      fc.property(ids, (uuid) => {
        expect(EventId.is(uuid)).to.equal(true);
        const ulid = ulidOf(uuid);
        expect(MessageId.is(ulid), ulid).to.equal(true);
        expect(millisOfId(ulid)).to.equal(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16));
      }),
    );
  });

  it('differs for each event', () => {
    expect(ulidOf('019c0000-0000-7000-8000-000000000001')).to.not.equal(ulidOf('019c0000-0000-7000-8000-000000000002'));
  });
});
