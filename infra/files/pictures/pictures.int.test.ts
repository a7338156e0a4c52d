import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import ExifReader from 'exifreader';
import * as E from 'fp-ts/lib/Either.js';
import sharp from 'sharp';
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash';
import { gif } from '#infra/workshop/testkit/hostile-files.ts';
import { animation, type PhotoFormat, photo, photoPixels, SECRET_WORDS } from '#infra/workshop/testkit/photos.ts';
import { launchPictureChild, type PictureChild } from './launch.ts';
import { createPictures, type Picture, type PictureRefused, type Pictures } from './pictures.ts';

/** A busy machine must not decide whether a good picture is made. */
const UNHURRIED_MS = 60_000;

const of = async function* (bytes: Uint8Array, chunk = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
};
const why = (answer: E.Either<PictureRefused, Picture>): string => (E.isLeft(answer) ? answer.left.why : 'made');

describe('the previews of a picture', () => {
  let pictures: Pictures;
  before(() => {
    pictures = createPictures({ withinMs: UNHURRIED_MS });
  });
  after(() => pictures.close());
  const made = async (bytes: Uint8Array, original = false): Promise<Picture> => {
    const answer = await pictures.make(of(bytes), { original });
    return E.isRight(answer) ? answer.right : expect.fail(`refused: ${answer.left.why}`);
  };
  const sizeOf = async (bytes: Uint8Array): Promise<string> => {
    const { format, width, height, pages } = await sharp(bytes).metadata();
    return `${format} ${width}x${height}${pages === undefined ? '' : ` of ${pages}`}`;
  };

  it('have the longest side of 480 and 1,600 pixels, upright, with a placeholder of the same shape', async () => {
    const picture = await made(await photo('jpeg', 2_000, 1_000));
    expect([picture.width, picture.height, picture.animated]).to.deep.equal([1_000, 2_000, false]);
    expect(await sizeOf(picture.small)).to.equal('webp 240x480');
    expect(await sizeOf(picture.large)).to.equal('webp 800x1600');
    const hash = Buffer.from(picture.placeholder, 'base64');
    expect(hash.length).to.be.within(5, 25);
    expect(thumbHashToApproximateAspectRatio(hash)).to.be.lessThan(1);
    expect([picture.moving, picture.original]).to.deep.equal([undefined, undefined]);
  });

  it('show the colours of the picture at their places', async () => {
    const half = (background: string) => ({ create: { width: 300, height: 400, channels: 3 as const, background } });
    const right = await sharp(half('#00f')).png().toBuffer();
    const jpeg = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#f00' } })
      .composite([{ input: right, left: 300, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { large, placeholder } = await made(jpeg);
    const { data, info } = await sharp(large).raw().toBuffer({ resolveWithObject: true });
    const pixel = (x: number, y: number): ReadonlyArray<number> => [
      ...data.subarray((y * info.width + x) * info.channels).subarray(0, 3),
    ];
    // Turned to the right, the left half is above.
    expect(pixel(200, 50)[0]).to.be.greaterThan(200);
    expect(pixel(200, 550)[2]).to.be.greaterThan(200);
    const average = thumbHashToAverageRGBA(Buffer.from(placeholder, 'base64'));
    expect(average.r).to.be.within(0.3, 0.7);
    expect(average.g).to.be.lessThan(0.2);
  });

  it('are never larger than the picture', async () => {
    const picture = await made(
      await sharp(await photoPixels(30, 20))
        .png()
        .toBuffer(),
    );
    expect(await sizeOf(picture.small)).to.equal('webp 30x20');
    expect(await sizeOf(picture.large)).to.equal('webp 30x20');
    const line = await made(
      await sharp({ create: { width: 9_000, height: 1, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    );
    expect(await sizeOf(line.large)).to.equal('webp 1600x1');
  });

  it('keep what shines through, in a placeholder too', async () => {
    const glass = sharp({
      create: { width: 50, height: 50, channels: 4, background: { r: 0, g: 255, b: 0, alpha: 0.5 } },
    });
    const { small, placeholder } = await made(await glass.png().toBuffer());
    expect((await sharp(small).metadata()).hasAlpha).to.equal(true);
    expect(thumbHashToAverageRGBA(Buffer.from(placeholder, 'base64')).a).to.be.within(0.4, 0.6);
  });

  it('come of grey pictures, of those for print, and of 16 bits', async () => {
    const pixels = await photoPixels(200, 100);
    for (const picture of [
      sharp(pixels).toColourspace('b-w').jpeg(),
      sharp(pixels).toColourspace('cmyk').jpeg(),
      sharp(pixels).toColourspace('rgb16').png(),
      sharp(pixels).toColourspace('grey16').png({ progressive: true }),
    ]) {
      const { small, large } = await made(await picture.toBuffer());
      expect(await sizeOf(large)).to.equal('webp 200x100');
      const { channels } = await sharp(small).stats();
      const brightest = Math.max(...channels.map(({ max }) => max));
      const darkest = Math.min(...channels.map(({ min }) => min));
      expect(brightest - darkest, 'the contrast').to.be.greaterThan(60);
    }
  });

  it('move when the picture does, for the same time', async () => {
    for (const format of ['gif', 'webp'] as const) {
      const picture = await made(await animation(format, 120, 80, 12), true);
      expect([picture.width, picture.height, picture.animated]).to.deep.equal([120, 80, true]);
      expect(await sizeOf(picture.small)).to.equal('webp 120x80');
      const moving = await sharp(picture.moving).metadata();
      expect([moving.format, moving.pages, moving.loop, moving.delay?.[0]]).to.deep.equal(['webp', 12, 3, 70]);
      const original = await sharp(picture.original).metadata();
      expect([original.format, original.pages, original.width]).to.deep.equal([format, 12, 120]);
    }
  });

  it('are smaller in motion than the bound of all frames, or stand still', async () => {
    const small = createPictures({ withinMs: UNHURRIED_MS, bounds: { movingPixelsMax: 30_000 } });
    const still = createPictures({ withinMs: UNHURRIED_MS, bounds: { movingBytesMax: 100 } });
    const never = createPictures({ withinMs: UNHURRIED_MS, bounds: { movingSourcePixelsMax: 100_000 } });
    const moving = await animation('gif', 120, 80, 12);
    try {
      const answer = await small.make(of(moving), { original: false });
      const {
        pages,
        width = 0,
        height = 0,
      } = await sharp(E.isRight(answer) ? answer.right.moving : Buffer.of()).metadata();
      expect(pages).to.equal(12);
      expect(12 * width * height).to.be.within(15_000, 30_000);
      for (const one of [still, never]) {
        const other = await one.make(of(moving), { original: false });
        expect(
          E.isRight(other) && [other.right.animated, other.right.moving, other.right.small.length > 0],
        ).to.deep.equal([true, undefined, true]);
      }
      expect(why(await never.make(of(moving), { original: true }))).to.equal('too-many-pixels');
    } finally {
      await Promise.all([small, still, never].map((one) => one.close()));
    }
  });

  describe('of a photo that tells a place', () => {
    /** Tags that describe the file itself, as a reader of metadata makes them up from pixels. */
    const told = (bytes: Uint8Array): ReadonlyArray<string> => {
      const { exif, gps, xmp, iptc, icc } = ExifReader.load(Buffer.from(bytes), { expanded: true });
      return Object.entries({ exif, gps, xmp, iptc, icc }).flatMap(([group, tags]) =>
        tags === undefined || Object.keys(tags).length === 0 ? [] : [group],
      );
    };

    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const satisfies ReadonlyArray<PhotoFormat>)
      it(`tell nothing of it, and neither does the original written anew: ${format}`, async () => {
        const file = await photo(format, 640, 480);
        expect(told(file), 'the photo itself').to.include('gps').and.to.include('exif');
        const { small, large, original, contentType, width, height } = await made(file, true);
        expect(contentType).to.equal(`image/${format}`);
        expect([width, height]).to.deep.equal([480, 640]);
        const whole = original ?? expect.fail('no original');
        expect(await sizeOf(whole)).to.match(/ 480x640/);
        for (const [name, bytes] of Object.entries({ small, large, whole })) {
          expect(told(bytes), name).to.deep.equal([]);
          for (const word of [SECRET_WORDS, 'Exif', 'GPS', 'xmpmeta', 'ICCP'])
            expect(Buffer.from(bytes).includes(word), `${name} with ${word}`).to.equal(false);
        }
      });

    it('lose the comment of a GIF', async () => {
      const file = gif({ width: 4, height: 4, frames: 2, comment: SECRET_WORDS });
      expect(file.includes(SECRET_WORDS)).to.equal(true);
      const { moving, original } = await made(file, true);
      for (const bytes of [moving, original]) expect(Buffer.from(bytes ?? []).includes(SECRET_WORDS)).to.equal(false);
      expect(original?.length).to.be.greaterThan(0);
    });
  });
});

describe('the work on a picture', () => {
  /** A maker whose children a test keeps hold of. */
  const held = (options: Parameters<typeof createPictures>[0] = {}) => {
    const children: PictureChild[] = [];
    const launch: typeof launchPictureChild = (...args) => {
      const child = launchPictureChild(...args);
      children.push(child);
      return child;
    };
    return { children, pictures: createPictures({ withinMs: UNHURRIED_MS, ...options, launch }) };
  };
  /** A source that waits until it is told to go on. */
  const waiting = (bytes: Uint8Array) => {
    const began = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    let letGo = false;
    const source = (async function* () {
      try {
        yield bytes.subarray(0, 10);
        began.resolve();
        await go.promise;
        yield bytes.subarray(10);
      } finally {
        letGo = true;
      }
    })();
    return { source, began: began.promise, go: go.resolve, letGo: () => letGo };
  };
  let good: Buffer;
  before(async () => {
    good = await sharp(await photoPixels(60, 40))
      .jpeg()
      .toBuffer();
  });

  it('ends when the child is killed, and costs this picture alone', async () => {
    const { children, pictures } = held();
    try {
      const first = waiting(good);
      const second = waiting(good);
      const answers = [first, second].map(({ source }) => pictures.make(source, { original: false }));
      await Promise.all([first.began, second.began]);
      children[0]?.kill('SIGKILL');
      expect(why((await answers[0]) ?? expect.fail())).to.equal('worker-died');
      second.go();
      expect(why((await answers[1]) ?? expect.fail())).to.equal('made');
      expect(why(await pictures.make(of(good), { original: false }))).to.equal('made');
    } finally {
      await pictures.close();
    }
  });

  it('ends when the child is too slow, or the file does not come', async () => {
    const slow = held({ withinMs: 1 });
    expect(why(await slow.pictures.make(of(good), { original: false }))).to.equal('too-slow');
    const stalled = held({ sourceWithinMs: 20, atOnce: 1 });
    const never = waiting(good);
    expect(why(await stalled.pictures.make(never.source, { original: false }))).to.equal('too-slow');
    expect([...slow.children, ...stalled.children].every(({ killed }) => killed)).to.equal(true);
    expect(stalled.children.length).to.equal(1);
    const next = waiting(good);
    next.go();
    expect(why(await held().pictures.make(next.source, { original: false }))).to.equal('made');
    expect(next.letGo()).to.equal(true);
  });

  it('refuses a file with too many bytes, and lets it go', async () => {
    const { pictures } = held({ bounds: { bytesMax: 100_000 } });
    let taken = 0;
    let letGo = false;
    const endless = (async function* () {
      try {
        for (;;) {
          taken += 1;
          yield new Uint8Array(65_536);
        }
      } finally {
        letGo = true;
      }
    })();
    expect(why(await pictures.make(endless, { original: false }))).to.equal('too-many-bytes');
    expect([taken, letGo]).to.deep.equal([2, true]);
  });

  it('is done for two at a time, while a bounded number waits and the rest is told to come again', async () => {
    const { children, pictures } = held({ waitingMax: 1 });
    try {
      const sources = Array.from({ length: 4 }, () => waiting(good));
      const answers = sources.map(({ source }) => pictures.make(source, { original: false }));
      expect(why((await answers[3]) ?? expect.fail())).to.equal('busy');
      await Promise.all([sources[0]?.began, sources[1]?.began]);
      expect(children.length).to.equal(2);
      for (const { go } of sources) go();
      const rest = await Promise.all(answers.slice(0, 3));
      expect(rest.map(why)).to.deep.equal(['made', 'made', 'made']);
      expect(children.length).to.equal(3);
    } finally {
      await pictures.close();
    }
  });

  it('ends with the error of the file, or with the reason of its caller', async () => {
    const { children, pictures } = held({ atOnce: 1 });
    const told = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'no error',
        (error: Error) => error.message,
      );
    const broken = (async function* () {
      yield good.subarray(0, 10);
      throw new Error('the disk is gone');
    })();
    expect(await told(pictures.make(broken, { original: false }))).to.equal('the disk is gone');
    const caller = new AbortController();
    const under = waiting(good);
    const queued = waiting(good);
    const works = [under, queued].map(({ source }) => told(pictures.make(source, { original: false }, caller.signal)));
    await under.began;
    caller.abort(new Error('the caller left'));
    expect(await Promise.all(works)).to.deep.equal(['the caller left', 'the caller left']);
    expect(await told(pictures.make(of(good), { original: false }, caller.signal))).to.equal('the caller left');
    expect(children.length).to.equal(2);
    expect(why(await pictures.make(of(good), { original: false }))).to.equal('made');
  });

  it('ends when the server does: running ones are killed, waiting ones and later ones are refused', async () => {
    const { children, pictures } = held({ atOnce: 1 });
    const sources = [waiting(good), waiting(good)];
    const answers = sources.map(({ source }) => pictures.make(source, { original: false }));
    await sources[0]?.began;
    await pictures.close();
    expect((await Promise.all(answers)).map(why)).to.deep.equal(['busy', 'busy']);
    expect(why(await pictures.make(of(good), { original: false }))).to.equal('busy');
    expect(children.map(({ signalCode }) => signalCode)).to.deep.equal(['SIGKILL']);
  });

  it('believes no child that answers with anything but a picture', async () => {
    const launch: typeof launchPictureChild = (bounds, wants) => {
      const child = launchPictureChild(bounds, wants);
      child.stdout.unshift(randomBytes(16));
      return child;
    };
    expect(why(await createPictures({ launch }).make(of(good), { original: false }))).to.equal('worker-died');
  });

  it('survives a program that cannot be started', async () => {
    const { spawn } = await import('node:child_process');
    const launch: typeof launchPictureChild = () =>
      spawn('/no/such/program', [], { stdio: ['pipe', 'pipe', 'ignore'] });
    expect(why(await createPictures({ launch }).make(of(good), { original: false }))).to.equal('worker-died');
  });
});
