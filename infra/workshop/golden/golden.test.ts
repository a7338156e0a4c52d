import { expect } from 'chai';
import { eventCatalog, eventNames } from '#domain/event-catalog.ts';
import { createSealer } from '#infra/keys/sealing/sealing.ts';
import { decodeEvents, encodeEvents } from '#infra/log/sealing/codec.ts';
import { UnreadableEvent } from '#infra/log/sealing/unreadable-event.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { goldenName, goldenNames, goldenSealer, loggedGolden, readGolden } from './golden-file.ts';

const WRITES_THEM = 'infra/workshop/golden/write-golden.ts';
const versions = eventNames.flatMap((type) =>
  Array.from({ length: eventCatalog[type].version }, (_, at) => ({ type, version: at + 1 })),
);

describe('an event of any release', () => {
  it('has a golden file, and each golden file has its event', () => {
    expect(
      goldenNames(),
      `${WRITES_THEM} writes the file of a new event or version; none is ever removed`,
    ).to.have.members(versions.map(({ type, version }) => goldenName(type, version)));
  });

  it('has an upcaster for each version but the newest', () => {
    for (const type of eventNames)
      expect(eventCatalog[type].upcasters, type).to.have.length(eventCatalog[type].version - 1);
  });

  for (const { type, version } of versions) {
    const name = goldenName(type, version);

    it(`keeps the meaning of ${name}`, async () => {
      const golden = readGolden(name);
      expect(golden.stored).to.include({ type, schemaVersion: version });
      const [decoded] = await decodeEvents(goldenSealer(golden))([loggedGolden(golden)]);
      if (decoded === undefined || decoded instanceof UnreadableEvent) return expect.fail(decoded?.message ?? name);
      expect(decoded.event).to.deep.equal(golden.event);
      expect(eventCatalog[type].data.is(decoded.event.data), 'it has the newest shape').to.equal(true);
      expect(decoded.metadata).to.deep.equal(JSON.parse(golden.stored.metadata));
    });

    if (version === eventCatalog[type].version)
      it(`is still stored as in ${name}`, async () => {
        const golden = readGolden(name);
        const logged = loggedGolden(golden);
        const [decoded] = await decodeEvents(goldenSealer(golden))([logged]);
        if (decoded === undefined || decoded instanceof UnreadableEvent) return expect.fail(decoded?.message ?? name);
        const [encoded] = await encodeEvents(createSealer(createMemoryKeys()))(logged.stream, [decoded]);
        // Ciphertexts differ each time. Their places and the plain facts do not.
        const shape = (data: string): unknown =>
          JSON.parse(data, (_key, value) =>
            typeof value === 'object' && value !== null && 'alg' in value ? 'sealed' : value,
          );
        expect(shape(encoded?.stored.data ?? '')).to.deep.equal(shape(golden.stored.data));
        expect(encoded?.stored.schemaVersion).to.equal(version);
      });

    if (version === eventCatalog[type].version)
      it(`is passed to followers as they would read it back from ${name}`, async () => {
        const golden = readGolden(name);
        const logged = loggedGolden(golden);
        const sealer = createSealer(createMemoryKeys());
        const [decoded] = await decodeEvents(goldenSealer(golden))([logged]);
        if (decoded === undefined || decoded instanceof UnreadableEvent) return expect.fail(decoded?.message ?? name);
        const [encoded] = await encodeEvents(sealer)(logged.stream, [decoded]);
        if (encoded === undefined) return expect.fail('nothing was encoded');
        const [again] = await decodeEvents(sealer)([{ ...logged, ...encoded.stored }]);
        if (again === undefined || again instanceof UnreadableEvent) return expect.fail(again?.message ?? name);
        expect(encoded.facts).to.deep.equal(again.event.data);
      });
  }
});
