import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { decodeClientFrame, decodeServerFrame, encodeClientFrame } from '#gateway/protocol/envelope.ts';
import { clientFrames } from '#gateway/protocol/frames.ts';
import { anyCharacter } from '#infra/workshop/testkit/any-text.ts';

const names = Object.keys(clientFrames);

describe('a frame', () => {
  it('is read as it was written', () => {
    const frame = { t: 'message_create', d: { channel_id: ID, content: 'hello', nonce: 'n' } } as const;
    const read = decodeClientFrame(encodeClientFrame(frame as never));
    expect(isRight(read) && read.right).to.deep.equal(frame);
  });
  it('is read or refused for any text, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.json()), (text) => {
        for (const decode of [decodeClientFrame, decodeServerFrame]) expect(() => decode(text)).not.to.throw();
      }),
      { numRuns: 2_000 },
    );
  });
  it('is read with exactly the facts that were sent under its name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue(), (t, d) => {
        const read = decodeClientFrame(JSON.stringify({ v: 1, t, d }));
        if (isRight(read)) expect(JSON.parse(encodeClientFrame(read.right))).to.deep.equal({ v: 1, t, d });
      }),
      { numRuns: 2_000 },
    );
  });
  it('reaches no prototype by its name, its fields or its facts', () => {
    const hostile = [
      '{"v":1,"t":"__proto__","d":{}}',
      '{"v":1,"t":"toString","d":{}}',
      '{"v":1,"t":"heartbeat","d":{},"__proto__":{"x":1}}',
      '{"v":1,"t":"heartbeat","d":{"__proto__":{"x":1}}}',
      '{"v":1,"t":"heartbeat","d":{"constructor":{"prototype":{"x":1}}}}',
      '{"__proto__":{"v":1,"t":"heartbeat","d":{}}}',
    ];
    for (const text of hostile) expect(isLeft(decodeClientFrame(text)), text).to.equal(true);
    expect(({} as { readonly x?: number }).x).to.equal(undefined);
  });
});

const ID = '00000000000000000000000001';
