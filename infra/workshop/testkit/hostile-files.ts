/** Builds files that are made to hurt a server that looks into them. None of them stands in the repository. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u16le = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32le = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

const PNG_MAGIC = Buffer.from('89504e470d0a1a0a', 'hex');
const pngChunk = (type: string, body: Uint8Array): Buffer => {
  const typed = Buffer.concat([Buffer.from(type), body]);
  return Buffer.concat([u32(body.length), typed, u32(crc32(typed))]);
};

export type PngShape = {
  readonly width: number;
  readonly height: number;
  /** Bits of one channel, and the colour type of the format: 0 is grey, 6 is red, green, blue and alpha. */
  readonly depth?: 1 | 8 | 16;
  readonly color?: 0 | 6;
  readonly interlaced?: boolean;
  /** Bytes of the inflated pixels. As many zeros as the picture needs, when it is not given. */
  readonly pixels?: Uint8Array;
  /** Chunks before the pixels. */
  readonly extra?: ReadonlyArray<readonly [type: string, body: Uint8Array]>;
};

/** Returns a PNG of zeros, or one whose header lies about them. Rows of an interlaced one need a byte more for each pass. */
export const png = ({
  width,
  height,
  depth = 8,
  color = 6,
  interlaced = false,
  pixels,
  extra = [],
}: PngShape): Buffer => {
  const rowBytes = Math.ceil((width * depth * (color === 0 ? 1 : 4)) / 8) + 1;
  const zeros = pixels ?? Buffer.alloc(rowBytes * height + (interlaced ? 8 * height + width * depth : 0));
  const header = Buffer.concat([u32(width), u32(height), Buffer.of(depth, color, 0, 0, interlaced ? 1 : 0)]);
  return Buffer.concat([
    PNG_MAGIC,
    pngChunk('IHDR', header),
    ...extra.map(([type, body]) => pngChunk(type, body)),
    pngChunk('IDAT', deflateSync(zeros, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

/** Returns a chunk of a PNG with a text or a profile that inflates to many times its size. */
export const inflatingChunk = (type: 'zTXt' | 'iCCP', bytes: number): readonly [string, Uint8Array] => [
  type,
  Buffer.concat([Buffer.from('name\0\0'), deflateSync(Buffer.alloc(bytes, 'a'), { level: 9 })]),
];

export type GifShape = {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly comment?: string;
};

/** Returns a GIF whose canvas has any size, and whose frames have one pixel each. */
export const gif = ({ width, height, frames, comment = '' }: GifShape): Buffer => {
  const colors = Buffer.from('000000ffffff', 'hex');
  const frame = Buffer.concat([
    Buffer.from('21f9040005000000', 'hex'),
    Buffer.from('2c00000000010001000002024401003b', 'hex').subarray(0, 15),
  ]);
  const said =
    comment === ''
      ? Buffer.alloc(0)
      : Buffer.concat([Buffer.of(0x21, 0xfe, comment.length), Buffer.from(comment), Buffer.of(0)]);
  return Buffer.concat([
    Buffer.from('GIF89a'),
    u16le(width),
    u16le(height),
    Buffer.of(0x80, 0, 0),
    colors,
    said,
    ...Array.from({ length: frames }, () => frame),
    Buffer.of(0x3b),
  ]);
};

/** Returns the frame header of a baseline JPEG with another size in it. */
export const jpegOfSize = (jpeg: Uint8Array, width: number, height: number): Buffer => {
  const lying = Buffer.from(jpeg);
  for (let at = 2; at < lying.length; at += 2 + lying.readUInt16BE(at + 2)) {
    const marker = lying.readUInt16BE(at);
    if (marker < 0xffc0 || marker > 0xffc2) continue;
    lying.writeUInt16BE(height, at + 5);
    lying.writeUInt16BE(width, at + 7);
    return lying;
  }
  throw new Error('the JPEG has no frame header');
};

/** Returns an AVIF or a WebP whose first mark of a kind has another size in it. */
export const avifOfSize = (avif: Uint8Array, width: number, height: number): Buffer => {
  const lying = Buffer.from(avif);
  const at = lying.indexOf('ispe');
  lying.writeUInt32BE(width, at + 8);
  lying.writeUInt32BE(height, at + 12);
  return lying;
};

/** Returns an animated WebP whose canvas has another size. Its frames keep their own. */
export const webpOfCanvas = (webp: Uint8Array, width: number, height: number): Buffer => {
  const lying = Buffer.from(webp);
  const at = lying.indexOf('VP8X') + 12;
  lying.writeUIntLE(width - 1, at, 3);
  lying.writeUIntLE(height - 1, at + 3, 3);
  return lying;
};

/** Returns a ZIP with one member. It looks like a document of an office program to a reader of types. */
export const zipWith = (name: string, content: Uint8Array): Buffer => {
  const packed = deflateRawSync(content, { level: 9 });
  const head = (signature: number, rest: Buffer): Buffer =>
    Buffer.concat([u32le(signature), rest, u32le(crc32(content)), u32le(packed.length), u32le(content.length)]);
  const local = Buffer.concat([
    head(0x04034b50, Buffer.from('14000000080000000000', 'hex')),
    u16le(name.length),
    u16le(0),
    Buffer.from(name),
    packed,
  ]);
  const central = Buffer.concat([
    head(0x02014b50, Buffer.from('140014000000080000000000', 'hex')),
    u16le(name.length),
    Buffer.alloc(16),
    Buffer.from(name),
  ]);
  const end = Buffer.concat([
    u32le(0x06054b50),
    Buffer.from('0000000001000100', 'hex'),
    u32le(central.length),
    u32le(local.length),
    u16le(0),
  ]);
  return Buffer.concat([local, central, end]);
};

/** The first bytes of formats that readers of types and decoders of pictures know. */
export const MAGICS: Readonly<Record<string, Buffer>> = {
  jpeg: Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  png: PNG_MAGIC,
  'png header': png({ width: 10, height: 10 }).subarray(0, 41),
  gif: gif({ width: 10, height: 10, frames: 1 }).subarray(0, 19),
  webp: Buffer.from('524946460000010057454250565038200000', 'hex'),
  avif: Buffer.from('0000001c667479706176696600000000617669666d6966316d696166', 'hex'),
  heic: Buffer.from('0000001c667479706865696300000000686569636d6966316d696166', 'hex'),
  mp4: Buffer.from('0000001c6674797069736f6d0000020069736f6d69736f32', 'hex'),
  matroska: Buffer.from('1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61', 'hex'),
  asf: Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'),
  ogg: Buffer.from('4f676753000200000000000000', 'hex'),
  flac: Buffer.from('664c614300000022', 'hex'),
  mp3: Buffer.from('49443303000000000021', 'hex'),
  wav: Buffer.from('52494646ffffffff57415645666d7420', 'hex'),
  pdf: Buffer.from('%PDF-1.7\n'),
  zip: Buffer.from('504b0304140000000800', 'hex'),
  gzip: Buffer.from('1f8b0800000000000003', 'hex'),
  tiff: Buffer.from('49492a0008000000', 'hex'),
  bmp: Buffer.from('424d3600000000000000360000002800', 'hex'),
  psd: Buffer.from('384250530001000000000000', 'hex'),
  jxl: Buffer.from('0000000c4a584c200d0a870a', 'hex'),
};

/** Matroska whose element says that it is as long as a number can be, and ASF whose object has no length at all. */
export const MALFORMED_MEDIA: Readonly<Record<string, Buffer>> = {
  'a Matroska of endless length': Buffer.concat([
    Buffer.from('1a45dfa301ffffffffffffff', 'hex'),
    Buffer.alloc(60_000, Buffer.from('ec01fffffffffffffe', 'hex')),
  ]),
  'a Matroska of empty elements': Buffer.concat([
    Buffer.from('1a45dfa3', 'hex'),
    Buffer.from('1000ffff', 'hex'),
    Buffer.alloc(60_000, Buffer.from('ec80', 'hex')),
  ]),
  'an ASF with an object of no length': Buffer.concat([
    Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'),
    Buffer.from('ffffffffffffff7f', 'hex'),
    Buffer.alloc(60_000),
  ]),
  'an ASF with an object of negative length': Buffer.concat([
    Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex'),
    Buffer.from('1e00000000000000', 'hex'),
    Buffer.alloc(6),
    Buffer.alloc(60_000, 0xff),
  ]),
};
