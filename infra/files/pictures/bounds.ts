/** Bounds of the work on one picture. Each keeps one hostile file from taking the machine. */
import { KIB, MIB, SECOND_MS } from '#domain/kernel/units.ts';

/** Bounds that the child process keeps. The parent hands them over with the picture. */
export type PictureBounds = {
  /** Bytes of a file that is looked at. A larger one is refused. */
  readonly bytesMax: number;
  /** Pixels of one frame, read from the header before anything is decoded. */
  readonly pixelsMax: number;
  /** Frames, read from the headers before anything is decoded. */
  readonly framesMax: number;
  /** Pixels of all frames of a moving picture together. A picture with more keeps its still previews only. */
  readonly movingSourcePixelsMax: number;
  /** Pixels of all frames of the moving preview together. A preview with more is made smaller. */
  readonly movingPixelsMax: number;
  /** Bytes of the moving preview. A larger one is left out. */
  readonly movingBytesMax: number;
  /** Bytes of one still preview. The parent refuses an answer with more. */
  readonly previewBytesMax: number;
  /** Pixels of the longest side of each preview. */
  readonly smallSide: number;
  readonly largeSide: number;
  /** Bytes of memory of the child. Beyond them it dies and costs its picture. */
  readonly memoryBytes: number;
};

export const PICTURE_BOUNDS: PictureBounds = {
  bytesMax: 64 * MIB,
  pixelsMax: 40_000_000,
  framesMax: 500,
  movingSourcePixelsMax: 160_000_000,
  movingPixelsMax: 32_000_000,
  movingBytesMax: 8 * MIB,
  previewBytesMax: 6 * MIB,
  smallSide: 480,
  largeSide: 1_600,
  memoryBytes: 512 * MIB,
};

/** Milliseconds from the last byte of the file to the answer. A slower child is killed. */
export const PICTURE_WITHIN_MS = 10 * SECOND_MS;
/** Milliseconds in which the file must have reached the child. A stalled source must not hold a place for ever. */
export const PICTURE_SOURCE_WITHIN_MS = 30 * SECOND_MS;
/** Children at a time. Each may take a core and its bound of memory. */
export const PICTURES_AT_ONCE = 2;
/** Pictures that wait for a place. The next one is refused as busy. */
export const PICTURES_WAITING_MAX = 32;
/** Bytes of the head of a child's answer. */
export const ANSWER_HEAD_BYTES_MAX = 4 * KIB;
