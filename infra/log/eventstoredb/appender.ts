/**
 * Performs one append and returns an outcome that the caller can rely on. The client's answer may never come, or report
 * a failure although the events were stored. So each try has its own time limit, and a read of the stream settles its
 * outcome. The event ids make every further try safe.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventData, NO_STREAM } from '@eventstore/db-client';
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import { NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { pauseMs } from '#infra/ground/back-off.ts';
import { checkAppend } from '../check-append.ts';
import {
  type AppendOutcome,
  CredentialsRefused,
  LogUnavailable,
  type StoredEvent,
  UnstorableAppend,
} from '../event-log.ts';
import type { ServerAddress } from './address.ts';
import { unavailable, whatFailureMeans, whyOf } from './failure.ts';
import { type LaneLimits, Lanes } from './lanes.ts';
import type { Leader } from './leader.ts';
import { TookTooLong, within } from './patience.ts';
import type { Reader } from './reader.ts';
import { eventToKeep, type OurLog } from './stored-form.ts';

export type AppenderOptions = LaneLimits & {
  /** Milliseconds an append may take with all its tries. */
  readonly appendWithinMs: number;
  /** Milliseconds one try may take. */
  readonly answerWithinMs: number;
};

/** This process's knowledge of the end of the log. */
export type LogEnd = {
  /** The last position that this process has seen. An event at or before it was already there. */
  readonly seen: () => Position;
  /** True while this process follows the log, so that appends of other processes are seen as they come. */
  readonly watched: () => boolean;
  readonly appended: (position: Position) => void;
};

type Append = {
  readonly stream: StreamName;
  readonly expected: Revision;
  readonly events: ReadonlyNonEmptyArray<StoredEvent>;
  readonly kept: ReadonlyArray<EventData>;
};

type Conflict = Extract<AppendOutcome, { readonly kind: 'RevisionConflict' }>;
/** Result of one try. `position` belongs to the last event and is undefined when the answer does not name it. */
type Tried =
  | { readonly kind: 'Stored'; readonly position: Position | undefined }
  | { readonly kind: 'Unsettled'; readonly error: unknown };

const PAUSES = { firstMs: 20, longestMs: 500 };

export class Appender {
  readonly #leader: Leader;
  readonly #address: ServerAddress & OurLog;
  readonly #reader: Reader;
  readonly #options: AppenderOptions;
  readonly #end: LogEnd;
  readonly #lanes: Lanes;
  #closed = false;

  constructor(leader: Leader, address: ServerAddress & OurLog, reader: Reader, options: AppenderOptions, end: LogEnd) {
    this.#leader = leader;
    this.#address = address;
    this.#reader = reader;
    this.#options = options;
    this.#end = end;
    this.#lanes = new Lanes(options);
  }

  async append(
    stream: StreamName,
    expected: Revision,
    events: ReadonlyNonEmptyArray<StoredEvent>,
  ): Promise<AppendOutcome> {
    const bytes = checkAppend(stream, expected, events);
    const append = { stream, expected, events, kept: events.map(eventToKeep) };
    if (this.#closed) throw new LogUnavailable('the log is closed');
    const until = performance.now() + this.#options.appendWithinMs;
    const settled = this.#lanes.run(stream, bytes, () => this.#settle(append, until));
    try {
      return await within(this.#options.appendWithinMs, settled);
    } catch (error) {
      throw error instanceof TookTooLong ? new LogUnavailable('no answer from the log in time') : error;
    }
  }

  /** Waits for appends that are under way, for at most the time that one append may take. */
  async close(): Promise<void> {
    this.#closed = true;
    await within(this.#options.appendWithinMs, this.#lanes.idle()).catch(() => undefined);
  }

  async #settle(append: Append, until: number): Promise<AppendOutcome> {
    let sent = false;
    let look = !this.#end.watched();
    let why: unknown = new LogUnavailable('no answer from the log in time');
    for (let failures = 0; performance.now() < until; failures += 1) {
      try {
        const found = look ? await this.#whatStands(append) : undefined;
        if (found !== undefined) return typeof found === 'bigint' ? this.#done(append, found, !sent) : found;
        // An append that finds no leader was not sent.
        await this.#leader.find(Math.max(1, until - performance.now()));
        look = true;
        // The server reports success for ids that already stand there and does not say so. A position that was seen
        // before the first try tells it.
        const before = this.#end.seen();
        const wasSent: boolean = sent;
        sent = true;
        const tried = await this.#try(
          append,
          Math.min(this.#options.answerWithinMs, Math.max(1, until - performance.now())),
        );
        if (tried.kind === 'Stored') {
          const position = tried.position ?? (await this.#positionOfLast(append));
          return this.#done(append, position, !wasSent && position <= before);
        }
        why = tried.error;
        if (whatFailureMeans(why) === 'conflict') {
          sent = wasSent;
          continue;
        }
      } catch (error) {
        if (error instanceof UnstorableAppend || error instanceof CredentialsRefused) throw error;
        why = error;
      }
      await sleep(Math.min(pauseMs(PAUSES, failures), Math.max(0, until - performance.now())));
    }
    throw unavailable(why, 'append to the streams of the log');
  }

  async #try({ stream, expected, kept }: Append, ms: number): Promise<Tried> {
    const name = `${this.#address.prefix}${stream}`;
    try {
      const answer = await this.#leader.ask(ms, (client) =>
        within(
          ms,
          client.appendToStream(name, [...kept], {
            expectedRevision: expected === NO_REVISION ? NO_STREAM : BigInt(expected),
            // Credentials are passed with each call, so that each append is a call of its own and can fail alone.
            credentials: this.#address.credentials,
            requiresLeader: true,
            deadline: ms,
          }),
        ),
      );
      // With several events the protocol returns one position and does not say whose it is.
      const place = kept.length === 1 ? answer.position?.commit : undefined;
      return { kind: 'Stored', position: place === undefined ? undefined : place - this.#address.began };
    } catch (error) {
      const meaning = whatFailureMeans(error);
      if (meaning === 'poison')
        throw new UnstorableAppend(`the EventStoreDB cannot store this append: ${whyOf(error)}`);
      if (meaning === 'refused') throw unavailable(error, 'append to the streams of the log');
      return { kind: 'Unsettled', error };
    }
  }

  /**
   * Reads which events stand at the append's place. Returns the position of its last event when all of them stand
   * there, a conflict when others do, and undefined when the stream ends before that place.
   */
  async #whatStands({ stream, expected, events }: Append): Promise<Position | Conflict | undefined> {
    const { events: found, head } = await this.#reader.stream(stream, expected);
    if (head === expected) return undefined;
    const there = found.slice(0, events.length);
    const same = there.length === events.length && events.every(({ eventId }, at) => there[at]?.eventId === eventId);
    return (same ? there.at(-1)?.position : undefined) ?? { kind: 'RevisionConflict', actual: head };
  }

  async #positionOfLast(append: Append): Promise<Position> {
    const position = await this.#whatStands(append);
    if (typeof position !== 'bigint')
      throw new LogUnavailable('the events that were just stored cannot be read back; try again');
    return position;
  }

  #done({ expected, events }: Append, position: Position, repeated: boolean): AppendOutcome {
    this.#end.appended(position);
    return { kind: 'Appended', position, revision: expected + events.length, repeated };
  }
}
