import { expect } from 'chai';
import { decodeServerFrame, readServerFrame } from '#gateway/protocol/envelope.ts';
import { PROTOCOL_LEVEL } from '#gateway/protocol/frames.ts';
import { knownParts, UNKNOWN_KIND } from '#gateway/protocol/known-parts.ts';
import { listOf, object, oneOf } from '#gateway/protocol/wire.ts';
import { recordedWire } from '#infra/workshop/golden/wire/wire-files.ts';

/** Adds an unknown field to every object, as a newer server may. */
const grown = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(grown);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, grown(part)]);
  return { ...Object.fromEntries(parts), added_later: { by: ['a newer server'] } };
};

describe('a frame of a newer server', () => {
  const { heard } = recordedWire(PROTOCOL_LEVEL);

  it('is read as if its new fields were not there, for every recorded frame', () => {
    expect(heard.length).to.be.greaterThan(20);
    for (const frame of heard) {
      const plain = decodeServerFrame(JSON.stringify(frame));
      expect(plain, frame.t).to.have.property('_tag', 'Right');
      expect(readServerFrame(JSON.stringify(grown(frame))), frame.t).to.deep.equal(plain);
      expect(decodeServerFrame(JSON.stringify(grown(frame))), frame.t).to.have.property('_tag', 'Left');
    }
  });

  it('is refused when a known field is missing or has another meaning', () => {
    const hello = { v: PROTOCOL_LEVEL, t: 'hello', d: { heartbeat_interval_ms: 30_000 } };
    for (const wrong of [
      { ...hello, d: {} },
      { ...hello, d: { heartbeat_interval_ms: 'soon' } },
      { ...hello, v: PROTOCOL_LEVEL + 1 },
    ])
      expect(readServerFrame(JSON.stringify(wrong))).to.have.property('_tag', 'Left');
  });

  it('has only the permissions that this client knows', () => {
    expect(knownParts(listOf(oneOf('swim', 'walk'), 9).schema, ['walk', 'fly'])).to.deep.equal(['walk']);
  });

  it('has only the things whose kind this client knows, and is passed over when it is about another one', () => {
    const bird = object({ kind: oneOf('owl', 'wren') });
    const [owl, crow] = [{ kind: 'owl' }, { kind: 'crow' }];
    expect(knownParts(listOf(bird, 9).schema, [owl, crow])).to.deep.equal([owl]);
    expect(knownParts(object({ bird }).schema, { bird: crow })).to.equal(UNKNOWN_KIND);
    expect(knownParts(bird.schema, { kind: 7 })).to.deep.equal({ kind: 7 });
    const made = heard.find(({ t }) => t === 'message_create') as { readonly d: { readonly message: object } };
    const later = { ...made, d: { message: { ...made.d.message, kind: 'a later line' } } };
    expect(readServerFrame(JSON.stringify(later))).to.have.nested.property(
      'left.message',
      't is not the name of a known frame',
    );
  });
});
