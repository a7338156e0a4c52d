/**
 * Imports a conversation from a stream of bytes into a guild. Many appends are under way at a time, in the order of the
 * lines. The log's writer keeps that order, so no message waits for the one before it.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { type Either, isLeft, left } from 'fp-ts/lib/Either.js';
import type { ImportedName } from '#domain/account/values.ts';
import type { ChannelName } from '#domain/channel/values.ts';
import type { Position } from '#domain/kernel/event.ts';
import type { ChannelId, UserId } from '#domain/kernel/ids.ts';
import { LOG_BATCH_EVENTS_MAX } from '#infra/log/limits.ts';
import { type ChatLine, decodeChatLine } from './chat-line.ts';
import { type BadLine, isBadLine, type ReadLine, readLines } from './lines.ts';
import { countOccurrences, type OccurrenceCounter } from './occurrences.ts';

/** The line cannot be imported, and the import goes on without it. The reason completes a sentence about the line. */
export type Unfit = { readonly kind: 'Unfit'; readonly reason: string };
/** The store is away. A retry is safe and may help. */
export type Away = { readonly kind: 'Away'; readonly why: string };

export type PlacedLine = ChatLine & {
  readonly channelId: ChannelId;
  readonly authorId: UserId;
  /** Number of equal lines before it in the file. */
  readonly occurrence: number;
};
export type LineReceipt = { readonly position: Position; readonly repeated: boolean };

/** One guild that receives an import. Each call may be repeated, and a repeated call changes nothing. */
export type ImportTarget = {
  readonly channel: (name: ChannelName) => Promise<Either<Unfit | Away, ChannelId>>;
  readonly author: (name: ImportedName) => Promise<Either<Unfit | Away, UserId>>;
  /** Stores a message. It must reach the log before its first `await`, or calls must at least reach it in order. */
  readonly message: (line: PlacedLine) => Promise<Either<Unfit | Away, LineReceipt>>;
};

export type ImportTally = {
  readonly lines: number;
  readonly imported: number;
  readonly alreadyThere: number;
  readonly channels: number;
  readonly authors: number;
  readonly badLines: number;
  /** The first `BAD_SHOWN_MAX` bad lines. */
  readonly bad: ReadonlyArray<BadLine>;
  /** Messages that were stored before a message that is earlier in the file, because the database was away. */
  readonly outOfOrder: number;
};

/** Bad lines that are shown. All of them are counted. */
const BAD_SHOWN_MAX = 100;
/** Messages under way at a time, so that the writer's next batch is full while one is being written. */
const UNDER_WAY_MAX = 2 * LOG_BATCH_EVENTS_MAX + 64;
const LINES_A_TURN = 32;
const TRY_AGAIN_MS = 500;
/** Milliseconds that a store may be away before the import gives up. */
const PATIENCE_MS = 60_000;

export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
}

/**
 * Repeats an attempt until it succeeds or the line is at fault.
 * @throws ImportFailed when the store stays away for `PATIENCE_MS`, or when the signal aborts meanwhile.
 */
const persist = async <A>(
  attempt: () => Promise<Either<Unfit | Away, A>>,
  signal: AbortSignal,
): Promise<Either<Unfit, A>> => {
  for (const deadline = performance.now() + PATIENCE_MS; ; await pause(TRY_AGAIN_MS)) {
    const outcome = await attempt();
    if (!isLeft(outcome)) return outcome;
    if (outcome.left.kind === 'Unfit') return left(outcome.left);
    if (signal.aborted || performance.now() > deadline) throw new ImportFailed(outcome.left.why);
  }
};

/** Asks once for each name, and remembers the answer. */
const remembering = <Name, A>(ask: (name: Name) => Promise<Either<Unfit | Away, A>>, signal: AbortSignal) => {
  const known = new Map<Name, Either<Unfit, A>>();
  let made = 0;
  return {
    made: () => made,
    of: (name: Name): Either<Unfit, A> => known.get(name) ?? left({ kind: 'Unfit', reason: 'was not asked for' }),
    unknown: (names: Iterable<Name>): ReadonlyArray<Name> => [...new Set(names)].filter((name) => !known.has(name)),
    learn: async (name: Name): Promise<void> => {
      const answer = await persist(() => ask(name), signal);
      known.set(name, answer);
      if (!isLeft(answer)) made += 1;
    },
  };
};

type NumberedLine = { readonly number: number; readonly line: ChatLine };
type Prepared = {
  readonly lines: ReadonlyArray<NumberedLine | BadLine>;
  readonly introduced: Promise<void>;
};

const decoded = (read: ReadLine): ReadonlyArray<NumberedLine | BadLine> => {
  if (isBadLine(read)) return [read];
  const { number, text, torn } = read;
  const line = decodeChatLine(text);
  if (!isLeft(line)) return [{ number, line: line.right }];
  return torn ? [] : [{ number, reason: line.left }];
};
type UnderWay = {
  readonly number: number;
  readonly line: PlacedLine;
  readonly answer: Promise<Either<Unfit | Away, LineReceipt>>;
};

const reasonOf = (failure: Unfit | Away): string => (failure.kind === 'Unfit' ? failure.reason : failure.why);

const identityOf = ({ channel, at, author, kind, content }: ChatLine): string =>
  `${channel}\n${at}\n${kind}\n${author}\n${content}`;

class ImportRun {
  readonly #target: ImportTarget;
  readonly #signal: AbortSignal;
  readonly #channels: ReturnType<typeof remembering<ChannelName, ChannelId>>;
  readonly #authors: ReturnType<typeof remembering<ImportedName, UserId>>;
  readonly #occurrence: OccurrenceCounter = countOccurrences();
  #introduced: Promise<void> = Promise.resolve();
  /** Oldest message first. */
  #underWay: UnderWay[] = [];
  #lines = 0;
  #imported = 0;
  #alreadyThere = 0;
  #badLines = 0;
  #bad: BadLine[] = [];
  #outOfOrder = 0;
  #newest: Position = 0n;

  constructor(target: ImportTarget, signal: AbortSignal) {
    this.#target = target;
    this.#signal = signal;
    this.#channels = remembering(target.channel, signal);
    this.#authors = remembering(target.author, signal);
  }

  get tally(): ImportTally {
    return {
      lines: this.#lines,
      imported: this.#imported,
      alreadyThere: this.#alreadyThere,
      channels: this.#channels.made(),
      authors: this.#authors.made(),
      badLines: this.#badLines,
      bad: this.#bad,
      outOfOrder: this.#outOfOrder,
    };
  }

  /**
   * Starts to create the channels and authors that these lines name for the first time. `take` waits until they exist.
   */
  prepare(lines: ReadonlyArray<ReadLine>): Prepared {
    const read = lines.flatMap(decoded);
    this.#introduced = this.#introduced.then(() => this.#introduce(read));
    // `take` waits for this promise and meets its failure.
    this.#introduced.catch(() => undefined);
    return { lines: read, introduced: this.#introduced };
  }

  async take({ lines, introduced }: Prepared): Promise<void> {
    await introduced;
    for (const [at, read] of lines.entries()) {
      this.#lines += 1;
      if (isBadLine(read)) this.#setAside(read);
      else this.#place(read.number, read.line);
      if (this.#underWay.length >= UNDER_WAY_MAX) await this.settle(UNDER_WAY_MAX - 1);
      // Sockets are served between turns only. Without this pause the writer's next batch would not be sent.
      if (at % LINES_A_TURN === 0) await nextTurn();
    }
  }

  /**
   * Creates missing channels one after the other, because they share the guild's stream, and missing authors together.
   */
  async #introduce(read: Prepared['lines']): Promise<void> {
    const lines = read.flatMap((one) => (isBadLine(one) ? [] : one.line));
    for (const name of this.#channels.unknown(lines.map(({ channel }) => channel))) await this.#channels.learn(name);
    const authors = this.#authors.unknown(lines.map(({ author }) => author));
    await Promise.all(authors.map((name) => this.#authors.learn(name)));
  }

  #place(number: number, line: ChatLine): void {
    const channel = this.#channels.of(line.channel);
    const author = this.#authors.of(line.author);
    if (isLeft(channel)) this.#setAside({ number, reason: channel.left.reason });
    else if (isLeft(author)) this.#setAside({ number, reason: author.left.reason });
    else {
      const occurrence = this.#occurrence(identityOf(line));
      this.#submit(number, { ...line, channelId: channel.right, authorId: author.right, occurrence });
    }
  }

  #submit(number: number, line: PlacedLine): void {
    const answer = this.#target.message(line);
    // `settle` waits for this promise and meets its failure.
    answer.catch(() => undefined);
    this.#underWay.push({ number, line, answer });
  }

  /** Waits for the oldest messages until at most `left` are under way. */
  async settle(left: number): Promise<void> {
    while (this.#underWay.length > left) {
      const oldest = this.#underWay.shift();
      if (oldest === undefined) return;
      const { number, line, answer } = oldest;
      const outcome = await answer;
      if (isLeft(outcome) && outcome.left.kind === 'Away') await this.#again(number, line);
      else this.#count(number, outcome);
    }
  }

  /** Resolves when no call to the target is under way any more. */
  async ended(): Promise<void> {
    await Promise.allSettled([this.#introduced, ...this.#underWay.map(({ answer }) => answer)]);
  }

  /** Repeats a failed message after all messages under way are decided, so that order is kept. */
  async #again(number: number, line: PlacedLine): Promise<void> {
    await Promise.all(this.#underWay.map(({ answer }) => answer));
    this.#count(number, await persist(() => this.#target.message(line), this.#signal));
  }

  #count(number: number, outcome: Either<Unfit | Away, LineReceipt>): void {
    if (isLeft(outcome)) this.#setAside({ number, reason: reasonOf(outcome.left) });
    else if (outcome.right.repeated) this.#alreadyThere += 1;
    else this.#countImported(outcome.right.position);
  }

  #countImported(position: Position): void {
    this.#imported += 1;
    if (position < this.#newest) this.#outOfOrder += 1;
    else this.#newest = position;
  }

  #setAside(bad: BadLine): void {
    this.#badLines += 1;
    if (this.#bad.length < BAD_SHOWN_MAX) this.#bad.push(bad);
  }
}

/**
 * Imports until the end of `source`, or until `signal` aborts. Messages under way are always finished.
 * @throws ImportFailed when the store stays away. The same import may be run again and continues.
 */
export const runImport = async (
  target: ImportTarget,
  source: AsyncIterable<Buffer>,
  onProgress: (tally: ImportTally) => void,
  signal: AbortSignal,
): Promise<ImportTally> => {
  const over = new AbortController();
  const run = new ImportRun(target, AbortSignal.any([signal, over.signal]));
  let next: Prepared | undefined;
  try {
    for await (const lines of readLines(source)) {
      // The authors of the next chunk are created while this chunk is stored, because they would wait behind it
      // otherwise.
      const here = next;
      next = run.prepare(lines);
      if (here === undefined) continue;
      await run.take(here);
      onProgress(run.tally);
      if (signal.aborted) break;
    }
    if (next !== undefined && !signal.aborted) await run.take(next);
    await run.settle(0);
    return run.tally;
  } finally {
    // The caller closes the log after this, so no call to it may remain.
    over.abort();
    await run.ended();
  }
};
