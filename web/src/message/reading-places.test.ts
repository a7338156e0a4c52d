import { expect } from 'chai';
import { channelId, messageId } from '#infra/workshop/testkit/client-world.ts';
import { AT_END, missingAt, readingPlaces } from '#web/message/reading-places.ts';
import type { Anchor } from '#web/ui/virtual-list.tsx';

const at = (...keys: ReadonlyArray<string>): Anchor => ({
  kind: 'rows',
  holds: keys.map((key, index) => ({ key, index, offset: 10 })),
});

describe('the reading place of a channel', () => {
  it('is the end until the user leaves the channel elsewhere', () => {
    const places = readingPlaces();
    expect(places.of(channelId(1))).to.equal(AT_END);
    places.keep(channelId(1), at('a'));
    expect(places.of(channelId(1))).to.deep.equal(at('a'));
    expect(places.of(channelId(2))).to.equal(AT_END);
    places.keep(channelId(1), AT_END);
    expect(places.of(channelId(1))).to.equal(AT_END);
  });

  it('asks for a message only when none of its rows is loaded', () => {
    const place = at(`day-${messageId(1)}`, messageId(2), messageId(3));
    expect(missingAt(place, [messageId(3)])).to.equal(null);
    expect(missingAt(place, [messageId(9)])).to.equal(messageId(2));
    expect(missingAt(at('day-x'), [])).to.equal(null);
    expect(missingAt(AT_END, [])).to.equal(null);
  });
});
