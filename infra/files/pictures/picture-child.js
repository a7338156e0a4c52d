/**
 * Makes the previews of one picture: reads the file on stdin, writes one framed answer on stdout, and ends. It is plain
 * JavaScript, because the process runs without a compiler (`--jitless`), which the stripping of types needs.
 */
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';

/** @import { PictureBounds } from './bounds.ts' */
/** @import { Sharp, SharpOptions } from 'sharp' */
/** @typedef {import('./answer.ts').AnswerHead} AnswerHead */
/** @typedef {Extract<AnswerHead, { readonly refused: unknown }>['refused']} Why */
/** @typedef {Extract<AnswerHead, { readonly made: unknown }>['made']['contentType']} PictureType */

/** @type {PictureBounds & { readonly original: boolean }} */
const bounds = JSON.parse(process.argv[2] ?? '{}');

/** Loaders that decode. Every other one is blocked, above all those for SVG, PDF and ImageMagick. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: LOADERS });
sharp.cache(false);
sharp.concurrency(1);

/** Longest side in pixels of the picture that the placeholder is computed from. More would add nothing to 25 bytes. */
const PLACEHOLDER_SIDE = 50;
const RSS_LOOKED_AT_EVERY_MS = 10;
/** A warning is no reason to refuse a photo. A file that ends too early is one. */
const FAIL_ON = 'error';
const QUALITY = 80;
const MOVING_QUALITY = 70;

/**
 * Media type of each format that a loader reads. The decoder of HEIF here reads AV1 alone.
 *
 * @type {ReadonlyMap<string, PictureType>}
 */
const TYPES = new Map([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['heif', 'image/avif'],
]);

/** Ends the work with a reason. */
class Refusal extends Error {
  /** @param {Why} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/**
 * @param {AnswerHead} head
 * @param {ReadonlyArray<Uint8Array>} bodies
 */
const answer = (head, bodies) => {
  const text = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  process.stdout.end(Buffer.concat([length, text, ...bodies]), () => process.exit(0));
};

/** @returns {Promise<Buffer>} */
const wholeInput = async () => {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/**
 * Reads the header and refuses what is too large, before a pixel is decoded.
 *
 * @param {Buffer} input
 */
const looked = async (input) => {
  const header = await sharp(input, { limitInputPixels: false, failOn: FAIL_ON })
    .metadata()
    .catch((error) => {
      throw new Refusal(/unsupported image format/.test(String(error)) ? 'not-a-picture' : whyOf(error));
    });
  const contentType = TYPES.get(header.format ?? '');
  if (contentType === undefined) throw new Refusal('not-a-picture');
  // A HEIF file may hold several pictures. They are no frames, so the first one counts alone.
  const frames = header.format === 'heif' ? 1 : (header.pages ?? 1);
  const height = header.pageHeight ?? header.height;
  if (header.width * height > bounds.pixelsMax) throw new Refusal('too-many-pixels');
  if (frames > bounds.framesMax) throw new Refusal('too-many-frames');
  const animated = frames > 1;
  const size = animated ? { width: header.width, height } : header.autoOrient;
  return { contentType, frames, animated, width: size.width, height: size.height };
};
/** @typedef {Awaited<ReturnType<typeof looked>>} Looked */

/** @param {unknown} error @returns {Why} */
const whyOf = (error) => {
  if (error instanceof Refusal) return error.why;
  const text = String(error);
  if (/pixel limit/.test(text)) return 'too-many-pixels';
  if (/memory/i.test(text)) return 'too-much-memory';
  return /timeout/.test(text) ? 'too-slow' : 'broken';
};

/**
 * Opens the first frame, or all of them. The orientation of a moving picture is left as it is, as browsers do.
 *
 * @param {Buffer} input
 * @param {Looked} picture
 * @param {boolean} allFrames
 */
const opened = (input, { animated }, allFrames) => {
  const limitInputPixels = allFrames ? bounds.movingSourcePixelsMax : bounds.pixelsMax;
  const from = sharp(input, { limitInputPixels, failOn: FAIL_ON, ...(allFrames ? { animated: true } : {}) });
  return animated ? from : from.autoOrient();
};

/** @param {Sharp} from @param {number} side */
const within = (from, side) => from.resize(side, side, { fit: 'inside', withoutEnlargement: true });

/**
 * Makes the still previews and the placeholder from one decoding of the file.
 *
 * @param {Buffer} input
 * @param {Looked} picture
 */
const stills = async (input, picture) => {
  const decoded = await within(opened(input, picture, false), bounds.largeSide)
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = decoded.info;
  /** @type {SharpOptions} */
  const pixels = { raw: { width, height, channels } };
  const large = await sharp(decoded.data, pixels).webp({ quality: QUALITY, effort: 2 }).toBuffer();
  const small = await within(sharp(decoded.data, pixels), bounds.smallSide)
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer();
  const tiny = await within(sharp(decoded.data, pixels), PLACEHOLDER_SIDE)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const placeholder = rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data);
  return { small, large, placeholder: Buffer.from(placeholder).toString('base64') };
};

/** @param {Looked} picture */
const decodesAllFrames = ({ animated, frames, width, height }) =>
  animated && frames * width * height <= bounds.movingSourcePixelsMax;

/**
 * Makes the moving preview: as large as a still one, but never with more pixels in all frames than the bound.
 *
 * @param {Buffer} input
 * @param {Looked} picture
 * @returns {Promise<Buffer | undefined>}
 */
const moving = async (input, picture) => {
  if (!decodesAllFrames(picture)) return undefined;
  const { frames, width, height } = picture;
  const scale = Math.min(
    1,
    bounds.largeSide / Math.max(width, height),
    Math.sqrt(bounds.movingPixelsMax / (frames * width * height)),
  );
  // Rounded down, so that the bound holds to the pixel.
  const scaled = { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
  const made = await opened(input, picture, true)
    .resize({ ...scaled, fit: 'fill' })
    .webp({ quality: MOVING_QUALITY, effort: 0 })
    .toBuffer();
  return made.length <= bounds.movingBytesMax ? made : undefined;
};

/**
 * Writes the picture anew in its own format and size. Nothing of the file survives but its pixels.
 *
 * @param {Buffer} input
 * @param {Looked} picture
 */
const original = async (input, picture) => {
  if (picture.animated && !decodesAllFrames(picture)) throw new Refusal('too-many-pixels');
  const from = opened(input, picture, picture.animated);
  /** @type {Readonly<Record<PictureType, () => Sharp>>} */
  const writers = {
    'image/jpeg': () => from.jpeg({ quality: 90 }),
    'image/png': () => from.png({ compressionLevel: 6 }),
    'image/webp': () => from.webp({ quality: 90, effort: 0 }),
    'image/gif': () => from.gif({ effort: 1, dither: 0 }),
    // A finer chroma or a higher effort takes a photo of 12 megapixels beyond the memory or the time.
    'image/avif': () => from.avif({ quality: 60, effort: 0, chromaSubsampling: '4:2:0' }),
  };
  const made = await writers[picture.contentType]().toBuffer();
  if (made.length > bounds.bytesMax) throw new Refusal('too-many-bytes');
  return made;
};

const make = async () => {
  const input = await wholeInput();
  const picture = await looked(input);
  const { small, large, placeholder } = await stills(input, picture);
  const movingPreview = await moving(input, picture);
  const whole = bounds.original ? await original(input, picture) : undefined;
  const { width, height, animated, contentType } = picture;
  answer(
    {
      made: { width, height, animated, contentType, placeholder },
      lengths: {
        small: small.length,
        large: large.length,
        moving: movingPreview?.length ?? 0,
        original: whole?.length ?? 0,
      },
    },
    [small, large, movingPreview, whole].filter((body) => body !== undefined),
  );
};

// The kernel bounds the memory on Linux. This look bounds it everywhere, while the decoding runs on other threads. An exit
// would wait for them.
setInterval(() => {
  if (process.memoryUsage.rss() > bounds.memoryBytes) process.kill(process.pid, 'SIGKILL');
}, RSS_LOOKED_AT_EVERY_MS).unref();

make().catch((error) => answer({ refused: whyOf(error) }, []));
