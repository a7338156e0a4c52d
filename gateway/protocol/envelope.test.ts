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
  it('is refused when it names a field twice, in the frame or in its facts', () => {
    const channel = `"channel_id":"${ID}"`;
    const repeated = [
      '{"v":1,"t":"heartbeat","t":"heartbeat","d":{}}',
      '{"v":2,"v":1,"t":"heartbeat","d":{}}',
      '{"v":1,"t":"heartbeat","d":{},"\\u0064":{}}',
      '{"v":1,"t":"heartbeat","d":{},"__proto__":1,"__proto__":2}',
      `{"v":1,"t":"subscribe","d":{${channel},${channel}}}`,
      `{"v":1,"t":"message_create","d":{${channel},"content":"a","content":"b","nonce":"n"}}`,
    ];
    for (const text of repeated) {
      const read = decodeClientFrame(text);
      expect(isLeft(read) && read.left.message, text).to.equal('a frame names every field once');
    }
  });
  it('is refused unparsed when it is nested too deep or has too many values', () => {
    for (const d of ['['.repeat(30_000), `[${'{},'.repeat(20_000)}`]) {
      const read = decodeClientFrame(`{"v":1,"t":"heartbeat","d":${d}`);
      expect(isLeft(read) && read.left.message).to.match(/^a frame (nests|has) at most /);
    }
  });
  it('of a server may be as large as a snapshot is', () => {
    const d = { guild_id: ID, removed: true, more: Array.from({ length: 2_000 }, () => [[]]) };
    const read = decodeServerFrame(JSON.stringify({ v: 1, t: 'guild_delete', d }));
    expect(isLeft(read) && read.left.message).to.match(/unknown field/);
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
