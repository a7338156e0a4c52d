import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { expect } from 'chai';
import * as E from 'fp-ts/lib/Either.js';
import sharp from 'sharp';
import { watchChildren } from '#infra/workshop/testkit/child-watch.ts';
import {
  avifOfSize,
  gif,
  inflatingChunk,
  jpegOfSize,
  MAGICS,
  MALFORMED_MEDIA,
  png,
  webpOfCanvas,
  zipWith,
} from '#infra/workshop/testkit/hostile-files.ts';
import { animation, photoPixels } from '#infra/workshop/testkit/photos.ts';
import { PICTURE_BOUNDS } from './bounds.ts';
import { launchPictureChild } from './launch.ts';
import { createPictures, type Picture, type PictureRefused, type PicturesOptions } from './pictures.ts';

const MIB = 1024 ** 2;
/** Bytes of programs and libraries that a child maps. They are shared and not part of its data. */
const MAPPED_BYTES = 96 * MIB;
/** Growth of the server's own memory that a test allows. The answers of a whole test stay below it. */
const GROWTH_BYTES_MAX = 96 * MIB;
const SCRIPT = '<script>alert(1)</script>';

const of = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
};

/** Returns a GIF of large frames of one colour, each of which is a few kilobytes. */
const solidGif = async (width: number, height: number, frames: number): Promise<Buffer> => {
  const create = { width, height, channels: 3 as const, background: '#123456' };
  const one = await sharp({ create, limitInputPixels: false }).gif({ colours: 2, effort: 1 }).toBuffer();
  const head = 13 + 3 * 2 ** (((one[10] ?? 0) & 7) + 1);
  const frame = one.subarray(head, -1);
  return Buffer.concat([one.subarray(0, head), ...Array.from({ length: frames }, () => frame), Buffer.of(0x3b)]);
};

type Answer = E.Either<PictureRefused, Picture>;
const why = (answer: Answer): string => (E.isLeft(answer) ? answer.left.why : 'made');

describe('a hostile file', () => {
  const memory = watchChildren();
  /** Every child of these tests is watched, and has more time than a busy machine needs. */
  const makerOf = (options: PicturesOptions = {}, platform = process.platform, watch = memory) =>
    createPictures({
      withinMs: 60_000,
      ...options,
      launch: (bounds, wants) => {
        const child = launchPictureChild(bounds, wants, platform);
        watch.add(child);
        return child;
      },
    });
  const pictures = makerOf();
  after(async () => {
    await pictures.close();
    memory.stop();
  });

  const answerTo = (bytes: Uint8Array, original = true): Promise<Answer> => pictures.make(of(bytes), { original });

  /** Runs a test and holds the server's own memory against what it was before. */
  const flat = async (run: () => Promise<void>): Promise<void> => {
    const before = process.memoryUsage.rss();
    await run();
    expect(process.memoryUsage.rss() - before, 'the growth of the server').to.be.lessThan(GROWTH_BYTES_MAX);
  };

  describe('with too many pixels or frames', () => {
    it('is refused by its header: PNG', async () => {
      const bomb = png({ width: 20_000, height: 20_000, depth: 1, color: 0 });
      expect(bomb.length, 'a bomb is small').to.be.lessThan(100_000);
      await flat(async () => {
        expect(why(await answerTo(bomb))).to.equal('too-many-pixels');
        for (const [width, height] of [
          [40_000_001, 1],
          [1, 40_000_001],
          [2 ** 31 - 1, 2 ** 31 - 1],
        ] as const)
          expect(
            why(await answerTo(png({ width, height, pixels: Buffer.alloc(100) }))),
            `${width}x${height}`,
          ).to.be.oneOf(['too-many-pixels', 'not-a-picture', 'broken']);
      });
    });

    it('is refused by its header: JPEG, AVIF, WebP and GIF', async () => {
      const pixels = await photoPixels(64, 64);
      const jpeg = jpegOfSize(await sharp(pixels).jpeg().toBuffer(), 65_500, 65_500);
      const avif = avifOfSize(await sharp(pixels).avif({ effort: 0 }).toBuffer(), 30_000, 30_000);
      const webp = webpOfCanvas(await animation('webp', 64, 64, 3), 16_000, 16_000);
      expect(why(await answerTo(jpeg))).to.equal('too-many-pixels');
      expect(why(await answerTo(await solidGif(8_000, 8_000, 1)))).to.equal('too-many-pixels');
      // A canvas without a frame of its size is no canvas.
      expect(why(await answerTo(gif({ width: 65_535, height: 65_535, frames: 1 })))).to.equal('made');
      // The readers of AVIF and of a moving WebP ask for the memory of the canvas together with the header.
      for (const bytes of [avif, webp])
        expect(why(await answerTo(bytes))).to.be.oneOf(['too-many-pixels', 'too-much-memory']);
    });

    it('is refused for 501 frames, and made for 500', async () => {
      expect(why(await answerTo(gif({ width: 1, height: 1, frames: 501 })))).to.equal('too-many-frames');
      expect(why(await answerTo(gif({ width: 1, height: 1, frames: 500 })))).to.equal('made');
      const flood = gif({ width: 1, height: 1, frames: 200_000 });
      expect(why(await answerTo(flood))).to.equal('too-many-frames');
    });

    it('stands still when its frames are few and each is large', async () => {
      const bomb = await solidGif(6_000, 6_000, 500);
      await flat(async () => {
        const answer = await answerTo(bomb, false);
        expect(E.isRight(answer) && [answer.right.animated, answer.right.moving]).to.deep.equal([true, undefined]);
        expect(why(await answerTo(bomb, true))).to.equal('too-many-pixels');
      });
    });
  });

  describe('that needs much memory', () => {
    /** An orientation, for which the whole picture is turned in memory. */
    const turned = ['eXIf', Buffer.from('49492a0008000000010012010300010000000600000000000000', 'hex')] as const;
    const interlaced = (): Buffer => png({ width: 6_300, height: 6_300, depth: 16, interlaced: true, extra: [turned] });

    it('has no more than its bound, and the server has nothing of it', async () => {
      const bomb = interlaced();
      expect(bomb.length, 'a bomb is small').to.be.lessThan(2 * MIB);
      await flat(async () => {
        expect(why(await answerTo(bomb))).to.be.oneOf(['too-much-memory', 'worker-died', 'made']);
      });
      expect(memory.peakBytes()).to.be.lessThan(PICTURE_BOUNDS.memoryBytes + MAPPED_BYTES);
    });

    it('is bounded by the kernel, and by the child itself where the kernel does not', async () => {
      const bomb = interlaced();
      for (const platform of ['linux', 'darwin'] as const) {
        if (process.platform !== 'linux' && platform === 'linux') continue;
        const watch = watchChildren();
        const small = makerOf({ bounds: { memoryBytes: 128 * MIB } }, platform, watch);
        expect(why(await small.make(of(bomb), { original: false })), platform).to.be.oneOf([
          'too-much-memory',
          'worker-died',
        ]);
        const good = await sharp(await photoPixels(60, 40))
          .jpeg()
          .toBuffer();
        expect(why(await small.make(of(good), { original: false })), `a good one on ${platform}`).to.equal('made');
        watch.stop();
        expect(watch.peakBytes(), platform).to.be.lessThan(128 * MIB + MAPPED_BYTES);
      }
    });

    it('does not inflate what is no pixel', async () => {
      for (const type of ['zTXt', 'iCCP'] as const) {
        const file = png({ width: 10, height: 10, extra: [inflatingChunk(type, 300 * MIB)] });
        await flat(async () => {
          const answer = await answerTo(file);
          if (E.isRight(answer)) expect(answer.right.original?.length).to.be.lessThan(10_000);
        });
      }
    });

    it('inflates no more pixels than its header says', async () => {
      const bytes = deflateSync(Buffer.alloc(300 * MIB), { level: 9 });
      const lying = png({ width: 10, height: 10, extra: [['IDAT', bytes]] });
      await flat(async () => {
        expect(why(await answerTo(lying))).to.be.oneOf(['made', 'broken']);
      });
    });
  });

  describe('that is cut or lies', () => {
    it('is refused when its end is missing', async () => {
      const pixels = await photoPixels(300, 300);
      const whole = {
        jpeg: await sharp(pixels).jpeg().toBuffer(),
        png: await sharp(pixels).png().toBuffer(),
        webp: await sharp(pixels).webp().toBuffer(),
        avif: await sharp(pixels).avif({ effort: 0 }).toBuffer(),
        gif: await sharp(pixels).gif().toBuffer(),
      };
      for (const [name, bytes] of Object.entries(whole))
        for (const part of [0.1, 0.5, 0.9]) {
          const cut = bytes.subarray(0, Math.floor(bytes.length * part));
          expect(why(await answerTo(cut)), `${part} of ${name}`).to.be.oneOf(['broken', 'not-a-picture']);
        }
      expect(why(await answerTo(Buffer.of()))).to.be.oneOf(['broken', 'not-a-picture']);
    });

    it('is refused, or grey at its end, when its header says another size than its pixels have', async () => {
      const pixels = await photoPixels(64, 64);
      const jpeg = await sharp(pixels).jpeg().toBuffer();
      expect(why(await answerTo(jpegOfSize(jpeg, 640, 640)))).to.be.oneOf(['made', 'broken']);
      expect(why(await answerTo(jpegOfSize(jpeg, 0, 64)))).to.be.oneOf(['broken', 'not-a-picture']);
      expect(why(await answerTo(png({ width: 100, height: 100, pixels: Buffer.alloc(1_000) })))).to.equal('broken');
    });

    it('is refused or made for any change of its bytes', async () => {
      const pixels = await photoPixels(64, 64);
      const whole = [
        await sharp(pixels).jpeg({ progressive: true }).toBuffer(),
        await sharp(pixels).avif({ effort: 0 }).toBuffer(),
        await animation('webp', 32, 32, 3),
        await animation('gif', 32, 32, 3),
      ];
      for (const bytes of whole)
        for (let turn = 0; turn < 4; turn += 1) {
          const changed = Buffer.from(bytes);
          for (let flips = 0; flips < 20; flips += 1)
            changed[12 + Math.floor(Math.random() * (changed.length - 12))] = Math.floor(Math.random() * 256);
          const answer = await answerTo(changed, false);
          expect(why(answer), changed.toString('base64')).to.be.oneOf([
            'made',
            'broken',
            'not-a-picture',
            'too-many-pixels',
            'too-many-frames',
            'too-much-memory',
            'worker-died',
          ]);
        }
    });
  });

  describe('that is no picture, or more than one', () => {
    it('is refused when no loader of the list reads it', async () => {
      const strangers = {
        svg: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${SCRIPT}</svg>`),
        'svg with a declaration': Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
        pdf: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>'),
        tiff: await sharp(await photoPixels(10, 10))
          .tiff()
          .toBuffer(),
        ppm: Buffer.from('P6 1 1 255\nabc'),
        csv: Buffer.from('1,2\n3,4\n'),
        'a script of ImageMagick': Buffer.from("push graphic-context\nfill 'url(https://example.org/a.png)'"),
        zip: zipWith('[Content_Types].xml', Buffer.alloc(MIB)),
        ...MALFORMED_MEDIA,
      };
      for (const [name, bytes] of Object.entries(strangers))
        expect(why(await answerTo(bytes)), name).to.equal('not-a-picture');
    });

    it('is refused for random bytes behind every magic', async () => {
      await flat(async () => {
        for (const [name, magic] of Object.entries(MAGICS)) {
          const answer = await answerTo(Buffer.concat([magic, randomBytes(5_000)]), false);
          expect(why(answer), name).to.be.oneOf(['not-a-picture', 'broken', 'too-many-pixels']);
        }
      });
    });

    it('leaves nothing of its other half in any output', async () => {
      const pixels = await photoPixels(40, 40);
      const jpeg = await sharp(pixels).jpeg().toBuffer();
      const comment = Buffer.concat([Buffer.of(0xff, 0xfe, 0, SCRIPT.length + 2), Buffer.from(SCRIPT)]);
      const polyglots = {
        'a GIF with a page in its comment': gif({ width: 8, height: 8, frames: 1, comment: SCRIPT }),
        'a GIF with a page behind it': Buffer.concat([gif({ width: 8, height: 8, frames: 2 }), Buffer.from(SCRIPT)]),
        'a JPEG with a page in its comment': Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
        'a JPEG with a page behind it': Buffer.concat([jpeg, Buffer.from(SCRIPT)]),
        'a PNG with a page in its text': png({ width: 8, height: 8, extra: [['tEXt', Buffer.from(`a\0${SCRIPT}`)]] }),
        'a PNG with an archive behind it': Buffer.concat([
          png({ width: 8, height: 8 }),
          zipWith(SCRIPT, Buffer.from(SCRIPT)),
        ]),
      };
      for (const [name, bytes] of Object.entries(polyglots)) {
        const answer = await answerTo(bytes);
        const { small, large, moving, original } = E.isRight(answer) ? answer.right : expect.fail(`${name} is refused`);
        expect(bytes.includes(SCRIPT), name).to.equal(true);
        for (const made of [small, large, moving, original])
          expect(Buffer.from(made ?? []).includes('script'), name).to.equal(false);
      }
    });
  });

  describe('of all that came before', () => {
    it('never took more memory of a child than its bound', () => {
      expect(memory.peakBytes()).to.be.lessThan(PICTURE_BOUNDS.memoryBytes + MAPPED_BYTES);
    });
  });
});
