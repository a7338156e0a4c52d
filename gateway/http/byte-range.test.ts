import { expect } from 'chai';
import * as fc from 'fast-check';
import { type AskedPart, askedPart } from '#gateway/http/byte-range.ts';

const ALL: AskedPart = { kind: 'all' };
const OUTSIDE: AskedPart = { kind: 'outside' };
const range = (from: number, to: number): AskedPart => ({ kind: 'range', from, to });
const asked = (header: string | undefined, bytes = 100, ifRange?: string) =>
  askedPart({ range: header, ifRange }, '"a"', bytes);

describe('the part of a file that a request asks for', () => {
  const table: ReadonlyArray<readonly [string | undefined, AskedPart]> = [
    [undefined, ALL],
    ['bytes=0-9', range(0, 9)],
    ['bytes=90-', range(90, 99)],
    ['bytes=90-500', range(90, 99)],
    ['bytes=-10', range(90, 99)],
    ['bytes=-500', range(0, 99)],
    ['bytes=-0', OUTSIDE],
    ['bytes=100-', OUTSIDE],
    ['bytes=100-200', OUTSIDE],
    ['bytes=9-3', ALL],
    ['bytes=-', ALL],
    ['bytes=0-1,5-6', ALL],
    ['items=0-1', ALL],
    ['bytes=1e1-20', ALL],
    [`bytes=0-${'9'.repeat(40)}`, ALL],
  ];
  for (const [header, part] of table) {
    it(`is ${JSON.stringify(part)} for ${header}`, () => {
      expect(asked(header)).to.deep.equal(part);
    });
  }

  it('is all of it when the client has another file', () => {
    expect(asked('bytes=0-9', 100, '"b"')).to.deep.equal(ALL);
    expect(asked('bytes=0-9', 100, '"a"')).to.deep.equal(range(0, 9));
  });

  it('lies within the file, whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(200), fc.nat(200), fc.nat(150), (noise, from, to, bytes) => {
        for (const header of [`bytes=${from}-${to}`, `bytes=-${to}`, `bytes=${from}-`, `bytes=${noise}`]) {
          const part = asked(header, bytes);
          if (part.kind !== 'range') continue;
          expect(part.from).to.be.within(0, part.to);
          expect(part.to).to.be.below(bytes);
        }
      }),
    );
  });
});
