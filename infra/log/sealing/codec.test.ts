import { expect } from 'chai';
import * as fc from 'fast-check';
import * as t from 'io-ts';
import { at, type DomainEvent, eventCatalog } from '#domain/event-catalog.ts';
import { ERASED, erasable } from '#domain/kernel/erasable.ts';
import type { NewEvent, Upcaster } from '#domain/kernel/event.ts';
import type { EventId } from '#domain/kernel/ids.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { contentKeyId, createSealer } from '#infra/keys/sealing/sealing.ts';
import { AUTHOR, houseEvent, kicked, registered, said } from '#infra/workshop/contract/log/house-events.ts';
import { streamNamed } from '#infra/workshop/contract/log/sample-events.ts';
import { anyCharacter } from '#infra/workshop/testkit/any-text.ts';
import { createMemoryKeys } from '#infra/workshop/testkit/memory-keys.ts';
import { type LoggedEvent, type StoredEvent, UnstorableAppend } from '../event-log.ts';
import { type CodecCatalog, type DecodedEvent, decodeEvents, encodeEvents } from './codec.ts';
import { UnreadableEvent } from './unreadable-event.ts';

const STREAM = streamNamed('message-1');
type Sealed = { readonly alg: string; readonly key: string; readonly nonce: string; readonly text: string };

const logged = (stored: StoredEvent, stream: StreamName = STREAM): LoggedEvent => ({
  ...stored,
  stream,
  position: 7n,
  revision: 3,
});

const newSealing = () => {
  const keys = createMemoryKeys();
  const sealer = createSealer(keys);
  const encode = encodeEvents(sealer);
  const decode = decodeEvents(sealer);
  return {
    keys,
    store: async (event: NewEvent<DomainEvent>): Promise<StoredEvent> => {
      const [encoded] = await encode(STREAM, [event]);
      return encoded?.stored ?? expect.fail('nothing was encoded');
    },
    read: async (event: LoggedEvent): Promise<DecodedEvent> => {
      const [decoded] = await decode([event]);
      return decoded ?? expect.fail('nothing was decoded');
    },
    encode,
    decode,
  };
};

const factsOf = (decoded: DecodedEvent): Readonly<Record<string, unknown>> =>
  decoded instanceof UnreadableEvent ? expect.fail(decoded.message) : { ...decoded.event.data };

const sealedField = (stored: StoredEvent, field: string): Sealed => {
  const facts: Readonly<Record<string, Sealed>> = JSON.parse(stored.data);
  return facts[field] ?? expect.fail(`${field} is not there`);
};

const withField = (stored: StoredEvent, field: string, value: unknown): StoredEvent => ({
  ...stored,
  data: JSON.stringify({ ...JSON.parse(stored.data), [field]: value }),
});

describe('an event that is stored and read again', () => {
  it('comes back unchanged for any text, and no text stands plain in the log', async () => {
    const { store, read } = newSealing();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter }), async (any) => {
        // The marks keep a short text from being found by chance in the surrounding JSON.
        const text = `~${any}~`;
        for (const event of [said(text), registered(text), kicked(text)]) {
          const stored = await store(event);
          const back = await read(logged(stored));
          expect(back).to.deep.equal({ ...event, position: 7n, stream: STREAM, revision: 3 });
          expect(stored.data).to.not.contain(JSON.stringify(text).slice(1, -1));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keeps its other facts plain and names its schema version and its key', async () => {
    const stored = await newSealing().store(said('hello'));
    expect(stored).to.include({ type: 'message.sent', schemaVersion: eventCatalog['message.sent'].version });
    expect(JSON.parse(stored.data)).to.include({ authorId: AUTHOR, kind: 'message', replyTo: null });
    const sealed = sealedField(stored, 'content');
    expect(sealed).to.have.all.keys('alg', 'key', 'nonce', 'text');
    expect(sealed.alg).to.equal('xchacha20poly1305');
    expect(contentKeyId(sealed.key)).to.be.a('number');
    expect(Buffer.from(sealed.nonce, 'base64')).to.have.length(24);
  });

  it('seals each message text under its own key, and all texts of a user under one key', async () => {
    const { store } = newSealing();
    const [one, two] = [await store(said('same')), await store(said('same'))];
    expect(sealedField(one, 'content').key).to.not.equal(sealedField(two, 'content').key);
    const [name, other] = [await store(registered('a')), await store(kicked('b'))];
    expect(sealedField(name, 'username').key).to.equal(`u:${AUTHOR}`).and.equal(sealedField(other, 'reason').key);
  });

  it('leaves a null text as it is', async () => {
    const { store, read } = newSealing();
    const stored = await store(kicked(null));
    expect(JSON.parse(stored.data)).to.include({ reason: null });
    expect(factsOf(await read(logged(stored)))).to.include({ reason: null });
  });

  describe('whose key is destroyed', () => {
    it('reads as erased, and no other text does', async () => {
      const { store, read, keys } = newSealing();
      const [gone, kept] = [await store(said('gone')), await store(said('kept'))];
      await keys.content.destroy(new Set([contentKeyId(sealedField(gone, 'content').key) ?? 0]));
      expect(factsOf(await read(logged(gone)))['content']).to.equal(ERASED);
      expect(factsOf(await read(logged(kept)))['content']).to.equal('kept');
    });

    it('reads as erased in all texts of the user, and later texts about the user are not stored', async () => {
      const { store, read, keys } = newSealing();
      const before = await store(registered('somebody'));
      await keys.user.destroy(AUTHOR);
      expect(factsOf(await read(logged(before)))['username']).to.equal(ERASED);
      const later = await store(kicked('they said'));
      expect(later.data).to.contain('"reason":{"erased":true}');
      expect(factsOf(await read(logged(later)))['reason']).to.deep.equal(ERASED);
    });
  });

  describe('that was altered or moved in the log', () => {
    const unreadable = async (change: (stored: StoredEvent, other: StoredEvent) => LoggedEvent): Promise<void> => {
      const { store, read } = newSealing();
      const [stored, other] = [await store(said('one')), await store(said('other'))];
      expect(factsOf(await read(logged(stored)))['content'], 'it opens where it belongs').to.equal('one');
      const decoded = await read(change(stored, other));
      expect(decoded).to.be.instanceOf(UnreadableEvent);
      expect(String(decoded)).to.contain('altered or moved');
    };

    it('does not open with the sealed text of another event', () =>
      unreadable((stored, other) => logged(withField(other, 'content', sealedField(stored, 'content')))));
    it('does not open under another id', () => unreadable((stored, { eventId }) => logged({ ...stored, eventId })));
    it('does not open in another stream', () => unreadable((stored) => logged(stored, streamNamed('message-2'))));
    it('does not open as another type', () =>
      unreadable((stored) => logged({ ...stored, type: 'message.edited', schemaVersion: 2 })));
    it('does not open in another field', () =>
      unreadable((stored) => {
        const sealed = sealedField(stored, 'content');
        return logged(withField(withField(stored, 'content', 'x'), 'replyTo', sealed));
      }));
    it('does not open under another key', () =>
      unreadable((stored, other) =>
        logged(
          withField(stored, 'content', { ...sealedField(stored, 'content'), key: sealedField(other, 'content').key }),
        ),
      ));
    it('does not open with an unknown key or algorithm', async () => {
      await unreadable((stored) =>
        logged(withField(stored, 'content', { ...sealedField(stored, 'content'), key: 'x:1' })),
      );
      await unreadable((stored) =>
        logged(withField(stored, 'content', { ...sealedField(stored, 'content'), alg: 'none' })),
      );
    });
    it('does not open when any byte of its ciphertext is changed', async () => {
      const { store, read } = newSealing();
      const stored = await store(said('a text of some length'));
      const sealed = sealedField(stored, 'content');
      const bytes = Buffer.from(sealed.text, 'base64');
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
          const changed = Buffer.from(bytes);
          changed[at] = (changed[at] ?? 0) ^ flip;
          const moved = withField(stored, 'content', { ...sealed, text: changed.toString('base64') });
          expect(await read(logged(moved))).to.be.instanceOf(UnreadableEvent);
        }),
      );
    });
  });

  it('is refused when its facts do not fit its codec, and loses fields that its codec does not name', async () => {
    const { encode, store } = newSealing();
    const wrong = houseEvent({ type: 'guild.renamed', data: { guildId: 'no id' } } as unknown as DomainEvent);
    const unknown = houseEvent({ type: 'guild.imagined', data: {} } as unknown as DomainEvent);
    const inherited = houseEvent({ type: 'toString', data: {} } as unknown as DomainEvent);
    for (const event of [wrong, unknown, inherited])
      expect(await encode(STREAM, [event]).catch((error: unknown) => error)).to.be.instanceOf(UnstorableAppend);
    const { event, ...rest } = said('x');
    const more = {
      ...rest,
      event: { ...event, data: { ...event.data, password: 'hunter2' } } as unknown as DomainEvent,
    };
    expect((await store(more)).data).to.not.contain('hunter2');
  });

  it('names its place when it is unreadable, and other events of the page are still read', async () => {
    const { store, decode } = newSealing();
    const good = logged(await store(said('good')));
    const bad: ReadonlyArray<readonly [LoggedEvent, string]> = [
      [{ ...good, type: 'message.imagined' }, 'its name is not known here'],
      [{ ...good, type: 'constructor' }, 'its name is not known here'],
      [{ ...good, schemaVersion: 4 }, 'the newest schema version known here is 3'],
      [{ ...good, data: 'null' }, 'its text is not an object'],
      [{ ...good, metadata: '[]' }, 'its text is not an object'],
    ];
    const decoded = await decode([good, ...bad.map(([event]) => event), good]);
    expect(factsOf(decoded[0] ?? expect.fail())['content']).to.equal('good');
    expect(factsOf(decoded.at(-1) ?? expect.fail())['content']).to.equal('good');
    for (const [at, [event, why]] of bad.entries()) {
      const error = decoded[at + 1];
      if (!(error instanceof UnreadableEvent)) return expect.fail(`${why}: it was read`);
      expect(error.message)
        .to.contain(why)
        .and.contain('position 7')
        .and.contain(`${event.type}@${event.schemaVersion}`);
      const { type, position, stream } = event;
      expect(error.place).to.include({ type, position, stream });
    }
  });
});

describe('an event stored in an older shape', () => {
  /** Version 1 has a tale in two parts, version 2 in one, and version 3 adds its length. */
  const catalog: CodecCatalog = {
    'tale.told': at(
      3,
      ({ first, second }) => ({ tale: typeof first === 'string' ? `${first} ${second}` : first }),
      ({ tale }) => ({ tale, length: typeof tale === 'string' ? tale.length : 0 }),
    ).sealing(t.strict({ tale: erasable(t.string), length: t.number }), { field: 'tale', under: 'content' }),
  };
  const keys = createMemoryKeys();
  const sealer = createSealer(keys);
  const told = (schemaVersion: number, facts: object): LoggedEvent =>
    logged({
      eventId: '01890000-0000-7000-8000-000000000000' as EventId,
      type: 'tale.told',
      schemaVersion,
      data: JSON.stringify(facts),
      metadata: '{}',
    });
  const readTale = async (event: LoggedEvent): Promise<unknown> => {
    const [decoded] = await decodeEvents(sealer, catalog)([event]);
    return decoded instanceof UnreadableEvent ? decoded : decoded?.event.data;
  };
  const sealFor = async (event: LoggedEvent, field: string, plain: string): Promise<LoggedEvent> => {
    const bind = `${event.stream}\n${event.eventId}\n${event.type}\n${field}`;
    const [sealed] = await sealer.seal([{ plain: JSON.stringify(plain), under: { kind: 'content' }, bind }]);
    return { ...event, data: JSON.stringify({ ...JSON.parse(event.data), [field]: sealed }) };
  };

  it('is lifted from any version to the newest', async () => {
    const newest = { tale: 'once upon', length: 9 };
    expect(await readTale(told(1, { first: 'once', second: 'upon' }))).to.deep.equal(newest);
    expect(await readTale(told(2, { tale: 'once upon' }))).to.deep.equal(newest);
    expect(await readTale(told(3, newest))).to.deep.equal(newest);
  });

  it('is opened before it is lifted, even in a field that the newest shape lacks', async () => {
    const sealed = await sealFor(told(1, { second: 'upon' }), 'first', 'once');
    expect(await readTale(sealed)).to.deep.equal({ tale: 'once upon', length: 9 });
    await keys.content.destroy(new Set([1]));
    expect(await readTale(sealed)).to.deep.equal({ tale: ERASED, length: 0 });
  });

  it('is an unreadable event when its upcaster throws', async () => {
    const fails: Upcaster = () => {
      throw new TypeError('nobody thought of this');
    };
    const broken: CodecCatalog = { 'tale.told': at(2, fails).plain(t.strict({})) };
    const [decoded] = await decodeEvents(sealer, broken)([told(1, {})]);
    expect(decoded).to.be.instanceOf(UnreadableEvent);
    expect(String(decoded)).to.contain('nobody thought of this');
  });
});
