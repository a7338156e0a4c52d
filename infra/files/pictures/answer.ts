import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { ANSWER_HEAD_BYTES_MAX, type PictureBounds } from './bounds.ts';
import type { Picture, PictureRefused } from './pictures.ts';
import { isBareWebp } from './webp-chunks.ts';

const LENGTH_BYTES = 4;
/** Base64 of a thumbhash, which has at most 25 bytes. */
const PLACEHOLDER = /^[A-Za-z0-9+/]{4,40}={0,2}$/;

const Refused = t.exact(
  t.type({
    refused: t.keyof({
      'not-a-picture': null,
      'too-many-bytes': null,
      'too-many-pixels': null,
      'too-many-frames': null,
      'too-much-memory': null,
      'too-slow': null,
      broken: null,
    }),
  }),
);
const Made = t.exact(
  t.type({
    made: t.exact(
      t.type({
        width: t.number,
        height: t.number,
        animated: t.boolean,
        contentType: t.keyof({
          'image/jpeg': null,
          'image/png': null,
          'image/webp': null,
          'image/gif': null,
          'image/avif': null,
        }),
        placeholder: t.string,
      }),
    ),
    lengths: t.exact(t.type({ small: t.number, large: t.number, moving: t.number, original: t.number })),
  }),
);
const Head = t.union([Refused, Made]);
/** Head of a child's answer, as JSON after its length. The bodies follow in the order of their lengths; 0 means none. */
export type AnswerHead = t.TypeOf<typeof Head>;

/** Most bytes that an answer within the bounds has. */
export const answerBytesMax = ({ previewBytesMax, movingBytesMax, bytesMax }: PictureBounds): number =>
  LENGTH_BYTES + ANSWER_HEAD_BYTES_MAX + 2 * previewBytesMax + movingBytesMax + bytesMax;

const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

const isWithin = ({ made, lengths }: t.TypeOf<typeof Made>, bounds: PictureBounds): boolean =>
  isWhole(made.width, 1, bounds.pixelsMax) &&
  isWhole(made.height, 1, bounds.pixelsMax) &&
  made.width * made.height <= bounds.pixelsMax &&
  PLACEHOLDER.test(made.placeholder) &&
  isWhole(lengths.small, 1, bounds.previewBytesMax) &&
  isWhole(lengths.large, 1, bounds.previewBytesMax) &&
  isWhole(lengths.moving, 0, made.animated ? bounds.movingBytesMax : 0) &&
  isWhole(lengths.original, 0, bounds.bytesMax);

/**
 * Reads the answer of a child. Undefined for an answer that no honest child gives: the decoders in it have read a hostile
 * file, so nothing that it says is taken unseen.
 */
export const readAnswer = (
  bytes: Uint8Array,
  bounds: PictureBounds,
  wants: { readonly original: boolean },
): E.Either<PictureRefused, Picture> | undefined => {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  if (headBytes > ANSWER_HEAD_BYTES_MAX) return undefined;
  const decoded = Head.decode(jsonOf(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + headBytes)));
  if (E.isLeft(decoded)) return undefined;
  const head = decoded.right;
  if ('refused' in head) return E.left({ kind: 'PictureRefused', why: head.refused });
  if (!isWithin(head, bounds) || head.lengths.original > 0 !== wants.original) return undefined;
  let at = LENGTH_BYTES + headBytes;
  const next = (length: number): Uint8Array => {
    at += length;
    return bytes.slice(at - length, at);
  };
  const small = next(head.lengths.small);
  const large = next(head.lengths.large);
  const moving = head.lengths.moving > 0 ? next(head.lengths.moving) : undefined;
  const original = wants.original ? next(head.lengths.original) : undefined;
  const previews = [small, large, ...(moving === undefined ? [] : [moving])];
  return at === bytes.length && previews.every(isBareWebp)
    ? E.right({ ...head.made, small, large, moving, original })
    : undefined;
};
