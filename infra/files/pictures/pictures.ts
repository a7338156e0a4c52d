import { once } from 'node:events';
import type { Readable } from 'node:stream';
import * as E from 'fp-ts/lib/Either.js';
import { feed, letGo } from '../feed.ts';
import { answerBytesMax, readAnswer } from './answer.ts';
import {
  PICTURE_BOUNDS,
  PICTURE_SOURCE_WITHIN_MS,
  PICTURE_WITHIN_MS,
  PICTURES_AT_ONCE,
  PICTURES_WAITING_MAX,
  type PictureBounds,
} from './bounds.ts';
import { launchPictureChild, type PictureChild } from './launch.ts';
import { createTurns } from './turns.ts';

/** Picture as the server shows it. Every byte of it was encoded anew, so nothing of the file but pixels is left. */
export type Picture = {
  /** Pixels of the whole picture, after its orientation. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** Media type of the file as the decoder read it. The original has it too. */
  readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/avif';
  /** Base64 of a thumbhash of at most 25 bytes. */
  readonly placeholder: string;
  /** Still previews as WebP, with the longest side at most 480 and 1,600 pixels. */
  readonly small: Uint8Array;
  readonly large: Uint8Array;
  /** Animated WebP of an animated picture. Undefined also when it would be too large; the still previews then stand alone. */
  readonly moving: Uint8Array | undefined;
  /** Picture in full size, only if it was asked for. */
  readonly original: Uint8Array | undefined;
};

export type PictureRefused = {
  readonly kind: 'PictureRefused';
  readonly why:
    | 'not-a-picture'
    | 'too-many-bytes'
    | 'too-many-pixels'
    | 'too-many-frames'
    | 'too-much-memory'
    | 'broken'
    | 'too-slow'
    | 'worker-died'
    /** Too many pictures wait, or the server is ending. The same file may be given again. */
    | 'busy';
};

/** Makes previews of pictures, each in a process of its own. */
export type Pictures = {
  /**
   * Makes one picture of a file. Reads the source once, and lets it go when it refuses early. Rejects with the error of
   * the source, or with the reason of the signal.
   */
  readonly make: (
    source: AsyncIterable<Uint8Array>,
    wants: { readonly original: boolean },
    signal?: AbortSignal,
  ) => Promise<E.Either<PictureRefused, Picture>>;
  /** Kills the running children. Pictures under way are refused. */
  readonly close: () => Promise<void>;
};

export type PicturesOptions = {
  readonly bounds?: Partial<PictureBounds>;
  readonly withinMs?: number;
  readonly sourceWithinMs?: number;
  readonly atOnce?: number;
  readonly waitingMax?: number;
  /** Starts the child. Tests keep hold of it. */
  readonly launch?: typeof launchPictureChild;
};

type Why = PictureRefused['why'];
const refused = (why: Why): E.Either<PictureRefused, never> => E.left({ kind: 'PictureRefused', why });

/** Child with the reason why it was ended, if it was. */
type Work = {
  readonly child: PictureChild;
  readonly ended: Promise<void>;
  readonly end: (why: Why) => void;
  readonly why: () => Why | undefined;
};

const workOf = (child: PictureChild): Work => {
  let reason: Why | undefined;
  const end = (why: Why): void => {
    reason ??= why;
    child.kill('SIGKILL');
  };
  // A child that cannot start says 'error' and may never say 'close'.
  const ended = Promise.race([once(child, 'close'), once(child, 'error')]).then(
    () => undefined,
    () => {
      reason ??= 'worker-died';
    },
  );
  return { child, ended, end, why: () => reason };
};

/** Collects the output up to a bound. More of it calls `tooLong` and is dropped. */
const collect = (output: Readable, bytesMax: number, tooLong: () => void): (() => Uint8Array) => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  output.on('error', () => undefined);
  output.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bytesMax) tooLong();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks);
};

/** Creates the maker of pictures. Nothing runs until the first picture, and a killed child costs only its own. */
export const createPictures = (options: PicturesOptions = {}): Pictures => {
  const bounds = { ...PICTURE_BOUNDS, ...options.bounds };
  const launch = options.launch ?? launchPictureChild;
  const withinMs = options.withinMs ?? PICTURE_WITHIN_MS;
  const sourceWithinMs = options.sourceWithinMs ?? PICTURE_SOURCE_WITHIN_MS;
  const turns = createTurns(options.atOnce ?? PICTURES_AT_ONCE, options.waitingMax ?? PICTURES_WAITING_MAX);
  const running = new Set<Work>();

  /** Feeds the child and waits for its end, each within its time. */
  const tend = async (work: Work, source: AsyncIterable<Uint8Array>): Promise<void> => {
    const { child, ended, end } = work;
    const slowSource = setTimeout(() => end('too-slow'), sourceWithinMs);
    try {
      const fed = await feed(source, child.stdin, ended, { bytesMax: bounds.bytesMax });
      if (fed === 'too-long') end('too-many-bytes');
      child.stdin.end();
    } finally {
      clearTimeout(slowSource);
    }
    const slowChild = setTimeout(() => end('too-slow'), withinMs);
    await ended;
    clearTimeout(slowChild);
  };

  const make: Pictures['make'] = async (source, wants, signal) => {
    const work = workOf(launch(bounds, wants));
    const aborted = (): void => work.end('worker-died');
    running.add(work);
    signal?.addEventListener('abort', aborted, { once: true });
    const answer = collect(work.child.stdout, answerBytesMax(bounds), () => work.end('worker-died'));
    try {
      await tend(work, source);
      signal?.throwIfAborted();
      const why = work.why();
      return why === undefined ? (readAnswer(answer(), bounds, wants) ?? refused('worker-died')) : refused(why);
    } finally {
      work.end('worker-died');
      signal?.removeEventListener('abort', aborted);
      running.delete(work);
    }
  };

  return {
    make: async (source, wants, signal) => {
      let leave: (() => void) | undefined;
      try {
        leave = await turns.take(signal);
        return leave === undefined ? refused('busy') : await make(source, wants, signal);
      } finally {
        if (leave === undefined) letGo(source[Symbol.asyncIterator]());
        else leave();
      }
    },
    close: async () => {
      turns.close();
      const works = [...running];
      for (const { end } of works) end('busy');
      await Promise.all(works.map(({ ended }) => ended));
    },
  };
};
