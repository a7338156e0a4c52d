import { expect } from 'chai';
import fc from 'fast-check';
import * as library from 'ws';
import { frameBytes } from '#gateway/dispatch/frame-bytes.ts';

type Receiver = {
  readonly on: (event: 'message' | 'error', tell: (...facts: ReadonlyArray<never>) => void) => void;
  readonly write: (bytes: Buffer) => void;
};
// The library exports its parser, but its types do not declare it.
const { Receiver } = library as unknown as { readonly Receiver: new (options: object) => Receiver };

/** Reads bytes with the parser of a client. */
const read = (bytes: Buffer): ReadonlyArray<string> => {
  const texts: Array<string> = [];
  const receiver = new Receiver({ isServer: false, maxPayload: 10_000_000 });
  receiver.on('message', (data: Buffer, isBinary: boolean) => texts.push(isBinary ? 'binary' : data.toString()));
  receiver.on('error', (error: Error) => {
    throw error;
  });
  receiver.write(bytes);
  return texts;
};

describe('frame bytes', () => {
  it('are one complete text frame at each length that changes the header', () => {
    for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]) {
      const text = 'x'.repeat(length);
      expect(read(frameBytes(text)), String(length)).to.deep.equal([text]);
    }
  });
  it('count bytes, not characters', () => {
    const text = 'é'.repeat(63);
    expect(frameBytes(text)).to.have.length(4 + 126);
    expect(read(frameBytes(text))).to.deep.equal([text]);
  });
  it('are read as the same texts in the same order when joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 12 }), (texts) => {
        expect(read(Buffer.concat(texts.map(frameBytes)))).to.deep.equal(texts);
      }),
    );
  });
});
