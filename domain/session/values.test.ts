import { expect } from 'chai';
import { DEVICE_CHARS_MAX } from '#domain/kernel/limits.ts';
import { deviceOf } from '#domain/session/values.ts';

describe('the name of a device', () => {
  const unseen: ReadonlyArray<readonly [what: string, character: string]> = [
    ['a control character', '\u0007'],
    ['a format character', '\u202E'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
  ];
  for (const [what, character] of unseen)
    it(`has a space in place of ${what}`, () => {
      expect(deviceOf(`a${character}${character}b`)).to.equal('a  b');
    });
  it('has no space at its ends, and a replacement for half a character', () => {
    expect(deviceOf(' \na phone\n ')).to.equal('a phone');
    expect(deviceOf('a\uD800b')).to.equal('a\uFFFDb');
  });
  it('is cut at its maximum length', () => {
    expect(deviceOf('x'.repeat(DEVICE_CHARS_MAX + 1))).to.equal('x'.repeat(DEVICE_CHARS_MAX));
    expect(deviceOf('')).to.equal('');
  });
});
