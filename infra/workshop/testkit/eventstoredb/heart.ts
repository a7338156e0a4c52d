/** Judges the calls of one node of the double: what is stored, what is answered, and what is left without an answer. */
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  Metadata,
  type ServerReadableStream,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import {
  appendAnswer,
  checkpointAnswer,
  confirmationAnswer,
  eventAnswer,
  expectedOf,
  keptOf,
  nameOf,
  notFoundAnswer,
} from './answers.ts';
import type { Kept, KeptRecord, Records } from './records.ts';

type AppendReq = InstanceType<typeof streams.AppendReq>;
type AppendResp = InstanceType<typeof streams.AppendResp>;
type ReadReq = InstanceType<typeof streams.ReadReq>;
type ReadResp = InstanceType<typeof streams.ReadResp>;
/** Outcome of an append that arrives. */
export type Fate =
  | 'done'
  /** Nothing is stored and no answer is sent. */
  | 'lost'
  /** The events are stored and no answer is sent. */
  | 'stored, unanswered'
  /** The events are stored and the answer is a transport failure. */
  | 'stored, refused'
  | 'refused'
  /** The answer of a node that is not the leader, with the leader's port. */
  | { readonly notLeader: number }
  /** The answer of a server that finds the user name or password wrong. */
  | 'access denied'
  | { readonly after: Promise<unknown> };
/** Rights that the server looks at: reading `$all`, reading a stream, appending to a stream. */
export type Asked = 'read $all' | 'read a stream' | 'append';

export type ArrivedAppend = { readonly stream: string; readonly events: ReadonlyArray<Kept>; readonly nth: number };
export const HOST = '127.0.0.1';
const APPEND_BYTES_MAX = 1_024 * 1_024;
/** Records scanned between two checkpoints of a filtered subscription. */
const CHECKPOINT_EVERY = 32;

export const failure = (code: status, details: string, told: Readonly<Record<string, string>> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(told)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/** Resolves when the call takes more data, or when it has ended. */
const roomIn = (call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'cancelled']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'cancelled']) call.on(event, done);
  });

const accessDenied = (): ServiceError =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

const notLeader = (leaderPort: number): ServiceError =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': HOST,
    'leader-endpoint-port': String(leaderPort),
  });

export class Heart {
  readonly records: Records;
  fate: (append: ArrivedAppend) => Fate = () => 'done';
  denies: (asked: Asked) => boolean = () => false;
  silent = false;
  readonly peers = new Set<string>();
  appends = 0;
  reads = 0;
  subscriptions = 0;
  sent = 0;
  appendBytesMax = APPEND_BYTES_MAX;
  /** While true, every call hangs and subscriptions tell nothing. Only gossip is answered. */
  mute = false;
  /** Port of the leader while another node leads, and undefined while this one does. */
  readonly #leaderElsewhere: () => number | undefined;

  constructor(records: Records, leaderElsewhere: () => number | undefined) {
    this.records = records;
    this.#leaderElsewhere = leaderElsewhere;
  }

  async append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): Promise<void> {
    const requests: AppendReq[] = [];
    for await (const request of call) requests.push(request);
    const [first, ...rest] = requests;
    if (first === undefined) return answer(failure(status.INVALID_ARGUMENT, 'nothing was asked'));
    const { stream, expected } = expectedOf(first);
    if (this.denies('append')) return answer(accessDenied());
    const events = rest.map(keptOf);
    this.appends += 1;
    if (this.mute) return;
    const elsewhere = this.#elsewhere(call.metadata);
    if (elsewhere !== undefined) return answer(elsewhere);
    const fate = this.fate({ stream, events, nth: this.appends });
    if (fate === 'lost') return;
    if (fate === 'refused') return answer(failure(status.UNAVAILABLE, 'the node is going away'));
    if (fate === 'access denied') return answer(accessDenied());
    if (typeof fate === 'object' && 'notLeader' in fate) return answer(notLeader(fate.notLeader));
    if (typeof fate === 'object') await fate.after;
    const bytes = events.reduce((sum, { data }) => sum + data.length, 0);
    if (bytes > this.appendBytesMax)
      return answer(
        failure(status.INVALID_ARGUMENT, 'Maximum Append Size Exceeded', {
          exception: 'maximum-append-size-exceeded',
          'maximum-append-size': String(this.appendBytesMax),
        }),
      );
    const written = this.records.write(stream, expected, events);
    if (fate === 'stored, unanswered') return;
    if (fate === 'stored, refused') return answer(failure(status.UNKNOWN, 'the answer got lost'));
    answer(null, appendAnswer(written));
  }

  async read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    const options = call.request.getOptions();
    if (options === undefined) return void call.emit('error', failure(status.INVALID_ARGUMENT, 'nothing was asked'));
    this.reads += 1;
    if (this.silent || this.mute) return;
    const elsewhere = this.#elsewhere(call.metadata);
    if (elsewhere !== undefined) return void call.emit('error', elsewhere);
    if (this.denies(options.hasAll() ? 'read $all' : 'read a stream')) return void call.emit('error', accessDenied());
    if (options.hasSubscription()) return this.#subscribe(call, options);
    const backwards = options.getReadDirection() === 1;
    const count = Number(options.getCount());
    const send = async (records: Iterable<KeptRecord>): Promise<void> => {
      for (const record of records) if (!(await this.#send(call, eventAnswer(record)))) return;
      call.end();
    };
    const ofStream = options.getStream();
    if (ofStream !== undefined) {
      const name = nameOf(ofStream.getStreamIdentifier());
      const there = this.records.stream(name);
      if (there === undefined) {
        await this.#send(call, notFoundAnswer(name));
        return void call.end();
      }
      const from = ofStream.hasRevision() ? Number(ofStream.getRevision()) : 0;
      return send(backwards ? there.slice(-count).reverse() : there.slice(from, from + count));
    }
    const { all } = this.records;
    const position = options.getAll()?.getPosition();
    if (backwards) {
      const end = position === undefined ? all.length : this.records.indexOf(BigInt(position.getCommitPosition()));
      return send(all.slice(Math.max(0, end - count), end).reverse());
    }
    const begin = position === undefined ? 0 : this.records.indexOf(BigInt(position.getCommitPosition()));
    // A server fails where no record begins, unless the place lies beyond its end.
    const first = all[begin];
    if (position !== undefined && first !== undefined && first.at !== BigInt(position.getCommitPosition()))
      return void call.emit('error', failure(status.UNKNOWN, 'Trying to read from an invalid position'));
    return send(all.slice(begin, begin + count));
  }

  async #subscribe(
    call: ServerWritableStream<ReadReq, ReadResp>,
    options: NonNullable<ReturnType<ReadReq['getOptions']>>,
  ): Promise<void> {
    this.subscriptions += 1;
    const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [''];
    const { all } = this.records;
    const from = options.getAll();
    const position = from?.getPosition();
    let at =
      position === undefined
        ? from?.hasEnd() === true
          ? all.length
          : 0
        : this.records.indexOf(BigInt(position.getCommitPosition()) + 1n);
    let wake: () => void = () => undefined;
    const grown = (): void => wake();
    const deaf = this.records.onGrown(grown);
    call.once('cancelled', grown);
    call.once('close', grown);
    try {
      await this.#send(call, confirmationAnswer());
      for (let sinceCheckpoint = 0; !call.cancelled && !call.destroyed; ) {
        const record = all[at];
        if (record === undefined || this.mute) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        at += 1;
        sinceCheckpoint += 1;
        if (prefixes.some((prefix) => record.stream.startsWith(prefix))) await this.#send(call, eventAnswer(record));
        if (sinceCheckpoint < CHECKPOINT_EVERY) continue;
        sinceCheckpoint = 0;
        await this.#send(call, checkpointAnswer(record.at));
      }
    } finally {
      deaf();
    }
  }

  #elsewhere(metadata: Metadata): ServiceError | undefined {
    const leader = metadata.get('requires-leader')[0] === 'true' ? this.#leaderElsewhere() : undefined;
    return leader === undefined ? undefined : notLeader(leader);
  }

  /** Sends an answer and waits while the other side does not take it. Returns false when the call has ended. */
  async #send(call: ServerWritableStream<ReadReq, ReadResp>, answer: ReadResp): Promise<boolean> {
    const room = call.write(answer);
    if (answer.hasEvent()) this.sent += 1;
    if (!room && !call.cancelled && !call.destroyed) await roomIn(call);
    return !call.cancelled && !call.destroyed;
  }
}
