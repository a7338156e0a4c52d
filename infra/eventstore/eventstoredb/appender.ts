/**
 * One append from the question to an answer that can be relied on. The client's own answer may never come, or be
 * a failure after the events were stored; so each try has a time of its own, and what became of it is read from
 * the stream. The same ids make every further try safe.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventData, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js';
import { LRUCache } from 'lru-cache';
import { NO_REVISION, type Position, type Revision } from '#domain/kernel/event.ts';
import type { StreamName } from '#domain/kernel/stream.ts';
import { checkAppend } from '../check-append.ts';
import { type AppendOutcome, LogUnavailable, type StoredEvent, UnstorableAppend } from '../event-log.ts';
import type { Address } from './address.ts';
import { CredentialsRefused, unavailable, whatFailureMeans, whyOf } from './failure.ts';
import { type LaneBounds, Lanes } from './lanes.ts';
import { TookTooLong, within } from './patience.ts';
import type { Reader } from './reader.ts';
import { eventToKeep } from './stored-form.ts';

export type AppenderOptions = LaneBounds & {
  /** Milliseconds an append may take, with all its tries. */
  readonly appendWithinMs: number;
  /** Milliseconds one try may take. */
  readonly answerWithinMs: number;
  /** Streams whose heads are remembered. */
  readonly heads: number;
};

type Append = {
  readonly stream: StreamName;
  readonly expected: Revision;
  readonly events: ReadonlyNonEmptyArray<StoredEvent>;
  readonly kept: ReadonlyArray<EventData>;
};

/** `Position` of the last event once stored, or what is known otherwise. */
type Tried =
  | { readonly kind: 'Stored'; readonly position: Position | undefined }
  | { readonly kind: 'Unsettled'; readonly error: unknown };

const BACK_OFF_FIRST_MS = 20;
const BACK_OFF_MAX_MS = 500;

export class Appender {
  readonly #client: EventStoreDBClient;
  readonly #address: Address;
  readonly #reader: Reader;
  readonly #options: AppenderOptions;
  readonly #onAppended: (position: Position) => void;
  readonly #lanes: Lanes;
  /** Where a stream was seen to end: seen there, the same ids cannot have stood after it. */
  readonly #heads: LRUCache<string, Revision>;
  #closed = false;

  constructor(
    client: EventStoreDBClient,
    address: Address,
    reader: Reader,
    options: AppenderOptions,
    onAppended: (position: Position) => void,
  ) {
    this.#client = client;
    this.#address = address;
    this.#reader = reader;
    this.#options = options;
    this.#onAppended = onAppended;
    this.#lanes = new Lanes(options);
    this.#heads = new LRUCache({ max: options.heads });
  }

  /** A reading saw that `stream` ends there. */
  seen(stream: StreamName, head: Revision): void {
    if (head >= (this.#heads.get(stream) ?? NO_REVISION)) this.#heads.set(stream, head);
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

  /** Finishes what waits, for as long as an append may take. */
  async close(): Promise<void> {
    this.#closed = true;
    await within(this.#options.appendWithinMs, this.#lanes.idle()).catch(() => undefined);
  }

  async #settle(append: Append, until: number): Promise<AppendOutcome> {
    const { stream, expected } = append;
    let sent = false;
    let why: unknown = new LogUnavailable('no answer from the log in time');
    for (let backOff = BACK_OFF_FIRST_MS; performance.now() < until; backOff = Math.min(2 * backOff, BACK_OFF_MAX_MS)) {
      try {
        // A stream that ends where it should was either seen so, or is looked at now; then only is it appended to.
        if (sent || this.#heads.get(stream) !== expected) {
          const known = await this.#whatStands(append);
          if (known !== undefined)
            return known === 'conflict' ? this.#conflict(stream) : this.#done(append, known, !sent);
        }
        sent = true;
        const tried = await this.#try(
          append,
          Math.min(this.#options.answerWithinMs, Math.max(1, until - performance.now())),
        );
        if (tried.kind === 'Stored') {
          const position = tried.position ?? (await this.#positionOfLast(append));
          return this.#done(append, position, false);
        }
        why = tried.error;
        // The next look at the stream tells what stands there.
        this.#heads.delete(stream);
        if (whatFailureMeans(why) === 'conflict') continue;
      } catch (error) {
        if (error instanceof UnstorableAppend || error instanceof CredentialsRefused) throw error;
        why = error;
      }
      await sleep(Math.min(backOff, Math.max(0, until - performance.now())));
    }
    throw unavailable(why);
  }

  async #try({ stream, expected, kept }: Append, ms: number): Promise<Tried> {
    const name = `${this.#address.prefix}${stream}`;
    try {
      const answer = await within(
        ms,
        this.#client.appendToStream(name, [...kept], {
          expectedRevision: expected === NO_REVISION ? NO_STREAM : BigInt(expected),
          // Said for each call, so that each is a call of its own, and ends by itself.
          credentials: this.#address.credentials,
          requiresLeader: true,
          deadline: ms,
        }),
      );
      // Of several events the protocol tells one position and not whose it is.
      return { kind: 'Stored', position: kept.length === 1 ? answer.position?.commit : undefined };
    } catch (error) {
      const meaning = whatFailureMeans(error);
      if (meaning === 'poison')
        throw new UnstorableAppend(`the EventStoreDB cannot store this append: ${whyOf(error)}`);
      if (meaning === 'refused') throw unavailable(error);
      return { kind: 'Unsettled', error };
    }
  }

  /** The position of the last event when all of these stand at their place; undefined when the stream ends before it. */
  async #whatStands({ stream, expected, events }: Append): Promise<Position | 'conflict' | undefined> {
    const { events: found, head } = await this.#reader.stream(stream, expected);
    this.#heads.set(stream, head);
    if (head === expected) return undefined;
    const there = found.slice(0, events.length);
    const same = there.length === events.length && events.every(({ eventId }, at) => there[at]?.eventId === eventId);
    return (same ? there.at(-1)?.position : undefined) ?? 'conflict';
  }

  async #positionOfLast(append: Append): Promise<Position> {
    const position = await this.#whatStands(append);
    if (typeof position !== 'bigint') throw new LogUnavailable('what was stored a moment ago cannot be read');
    return position;
  }

  #conflict(stream: StreamName): AppendOutcome {
    return { kind: 'RevisionConflict', actual: this.#heads.get(stream) ?? NO_REVISION };
  }

  #done({ stream, expected, events }: Append, position: Position, repeated: boolean): AppendOutcome {
    const revision = expected + events.length;
    this.seen(stream, revision);
    this.#onAppended(position);
    return { kind: 'Appended', position, revision, repeated };
  }
}
