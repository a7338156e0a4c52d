import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import { readAnswer } from './answer.ts';
import { PICTURE_BOUNDS } from './bounds.ts';
import { isBareWebp } from './webp-chunks.ts';

const u32le = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const chunk = (type: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(type), u32le(body.length), body, Buffer.alloc(body.length % 2)]);
const webp = (...chunks: ReadonlyArray<Buffer>): Buffer => {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return Buffer.concat([Buffer.from('RIFF'), u32le(body.length), body]);
};
const PLAIN = webp(chunk('VP8 ', Buffer.from('pixels')));

describe('a bare WebP', () => {
  it('has pixels and nothing else', () => {
    for (const bytes of [
      PLAIN,
      webp(chunk('VP8L', Buffer.from('odd'))),
      webp(chunk('VP8X', Buffer.alloc(10)), chunk('ANIM', Buffer.alloc(6)), chunk('ANMF', Buffer.alloc(30))),
    ])
      expect(isBareWebp(bytes)).to.equal(true);
    for (const [name, bytes] of Object.entries({
      nothing: Buffer.of(),
      'a header alone': webp(),
      exif: webp(chunk('VP8X', Buffer.alloc(10)), chunk('VP8 ', Buffer.alloc(2)), chunk('EXIF', Buffer.alloc(8))),
      'a profile': webp(chunk('ICCP', Buffer.alloc(8)), chunk('VP8 ', Buffer.alloc(2))),
      xmp: webp(chunk('VP8 ', Buffer.alloc(2)), chunk('XMP ', Buffer.alloc(8))),
      'an unknown chunk': webp(chunk('VP8 ', Buffer.alloc(2)), chunk('html', Buffer.from('<script>'))),
      'bytes behind its end': Buffer.concat([PLAIN, Buffer.from('<script>')]),
      'a cut end': PLAIN.subarray(0, -2),
      'another format': Buffer.from('<html>and some more words than a header has</html>'),
      'a length beyond its end': webp(Buffer.concat([Buffer.from('VP8 '), u32le(2 ** 32 - 1), Buffer.alloc(8)])),
    }))
      expect(isBareWebp(bytes), name).to.equal(false);
  });
});

describe('the answer of a child', () => {
  const made = { width: 4, height: 3, animated: false, contentType: 'image/png', placeholder: 'AAAAAAAA' };
  const lengths = { small: PLAIN.length, large: PLAIN.length, moving: 0, original: 0 };
  const answer = (head: unknown, ...bodies: ReadonlyArray<Uint8Array>): Buffer => {
    const text = Buffer.from(typeof head === 'string' ? head : JSON.stringify(head));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([length, text, ...bodies]);
  };
  const read = (bytes: Uint8Array, original = false) => readAnswer(bytes, PICTURE_BOUNDS, { original });

  it('is a picture, or the reason why there is none', () => {
    expect(read(answer({ made, lengths }, PLAIN, PLAIN))).to.deep.equal(
      E.right({ ...made, small: PLAIN, large: PLAIN, moving: undefined, original: undefined }),
    );
    expect(read(answer({ refused: 'broken' }))).to.deep.equal(E.left({ kind: 'PictureRefused', why: 'broken' }));
  });

  it('holds the original exactly if it was asked for', () => {
    const whole = answer({ made, lengths: { ...lengths, original: 3 } }, PLAIN, PLAIN, Buffer.from('abc'));
    const asked = read(whole, true);
    expect(asked !== undefined && E.isRight(asked) && asked.right.original).to.deep.equal(Buffer.from('abc'));
    expect(read(whole, false)).to.equal(undefined);
    expect(read(answer({ made, lengths }, PLAIN, PLAIN), true)).to.equal(undefined);
  });

  it('is not believed when no honest child gives it', () => {
    const bodies = [PLAIN, PLAIN] as const;
    for (const [name, bytes] of Object.entries({
      nothing: Buffer.of(),
      'a head of endless length': Buffer.from('ffffffff', 'hex'),
      'no JSON': answer('no JSON'),
      'no text': Buffer.concat([Buffer.of(0, 0, 0, 2), Buffer.of(0xff, 0xfe)]),
      'an unknown reason': answer({ refused: 'because' }),
      'a reason that the parent alone gives': answer({ refused: 'busy' }),
      'no size': answer({ made: { ...made, width: 0 }, lengths }, ...bodies),
      'a size in parts': answer({ made: { ...made, width: 1.5 }, lengths }, ...bodies),
      'too large a size': answer({ made: { ...made, width: 40_000, height: 40_000 }, lengths }, ...bodies),
      'a page': answer({ made: { ...made, contentType: 'text/html' }, lengths }, ...bodies),
      'a placeholder with other signs': answer({ made: { ...made, placeholder: '"><script>' }, lengths }, ...bodies),
      'a placeholder without end': answer({ made: { ...made, placeholder: 'A'.repeat(100) }, lengths }, ...bodies),
      'a negative length': answer({ made, lengths: { ...lengths, moving: -1 } }, ...bodies),
      'too long a preview': answer({ made, lengths: { ...lengths, small: 2 ** 31 } }, ...bodies),
      'motion of a still picture': answer({ made, lengths: { ...lengths, moving: PLAIN.length } }, ...bodies, PLAIN),
      'fewer bytes than it says': answer({ made, lengths }, PLAIN),
      'more bytes than it says': answer({ made, lengths }, ...bodies, PLAIN),
      'a preview that is no WebP': answer({ made, lengths: { ...lengths, small: 4 } }, Buffer.from('<a/>'), PLAIN),
    }))
      expect(read(bytes), name).to.equal(undefined);
  });
});
