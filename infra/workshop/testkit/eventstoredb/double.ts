/**
 * A double of an EventStoreDB. It runs the client's own generated services over real sockets, keeps a log in memory,
 * and judges appends as a server does. A test controls every fault on the way.
 *
 * It cannot prove facts that only a real server knows:
 * - how a server judges the ids of a repeated append. It does so with best effort, and may drop the repetition of an
 *   append that is still being replicated.
 * - that no acknowledged event is lost when a node dies, and that a follower that becomes leader has the same log.
 * - which permissions a user has, how appends of two connections are ordered, and how fast anything is.
 *
 * `npm run test:eventstoredb` asks a real server. Calls that the adapter does not make are not served: appends that
 * share a stream, capabilities, persistent subscriptions.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsServices, { type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerWritableStream,
  type ServiceError,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { freePort } from '../free-port.ts';
import { closedOnce } from '../left-open.ts';
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
import type { SelfSigned } from './certificate.ts';
import { type Kept, type KeptRecord, Records } from './records.ts';

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

/** A double with TLS and one user. Without it every user is served over a plain connection. */
export type Secured = SelfSigned & {
  /** Path of the certificate for clients. */
  readonly certificateFile: string;
  readonly username: string;
  readonly password: string;
};

/** Rights that the server looks at: reading `$all`, reading a stream, appending to a stream. */
export type Asked = 'read $all' | 'read a stream' | 'append';

export type ArrivedAppend = { readonly stream: string; readonly events: ReadonlyArray<Kept>; readonly nth: number };

export type Double = {
  /** Returns the `esdb:` URL of this server, with the log of that name. */
  readonly url: (log?: string) => string;
  readonly port: number;
  readonly records: Records;
  /** Decides the outcome of every append from now on. */
  fate: (append: ArrivedAppend) => Fate;
  /** Tells which rights the user lacks, as the server names what was asked. Without a word the user has every right. */
  denies: (asked: Asked) => boolean;
  /** While true, no read is answered. */
  silent: boolean;
  /** Appends that arrived so far. */
  readonly appends: () => number;
  readonly reads: () => number;
  readonly subscriptions: () => number;
  /** Connections on which something was asked so far. */
  readonly connections: () => number;
  /** Events that were sent to readers so far. */
  readonly sent: () => number;
  /** Bytes of data above which an append is refused. */
  appendBytesMax: number;
  /** Ends every connection and accepts no new one. The records stay. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const APPEND_BYTES_MAX = 1_024 * 1_024;
/** Records scanned between two checkpoints of a filtered subscription. */
const CHECKPOINT_EVERY = 32;

const failure = (code: status, details: string, told: Readonly<Record<string, string>> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(told)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

const accessDenied = (): ServiceError =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

/** Resolves when the call takes more data, or when it has ended. */
const roomIn = (call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'cancelled']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'close', 'cancelled']) call.on(event, done);
  });

class Heart {
  readonly records = new Records();
  fate: (append: ArrivedAppend) => Fate = () => 'done';
  denies: (asked: Asked) => boolean = () => false;
  silent = false;
  readonly peers = new Set<string>();
  appends = 0;
  reads = 0;
  subscriptions = 0;
  sent = 0;
  appendBytesMax = APPEND_BYTES_MAX;
  readonly #grown = new Set<() => void>();

  async append(call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): Promise<void> {
    const requests: AppendReq[] = [];
    for await (const request of call) requests.push(request);
    const [first, ...rest] = requests;
    if (first === undefined) return answer(failure(status.INVALID_ARGUMENT, 'nothing was asked'));
    const { stream, expected } = expectedOf(first);
    if (this.denies('append')) return answer(accessDenied());
    const events = rest.map(keptOf);
    this.appends += 1;
    const fate = this.fate({ stream, events, nth: this.appends });
    if (fate === 'lost') return;
    if (fate === 'refused') return answer(failure(status.UNAVAILABLE, 'the node is going away'));
    if (fate === 'access denied') return answer(accessDenied());
    if (typeof fate === 'object' && 'notLeader' in fate)
      return answer(
        failure(status.NOT_FOUND, 'Leader info available', {
          exception: 'not-leader',
          'leader-endpoint-host': '127.0.0.1',
          'leader-endpoint-port': String(fate.notLeader),
        }),
      );
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
    for (const grown of this.#grown) grown();
    if (fate === 'stored, unanswered') return;
    if (fate === 'stored, refused') return answer(failure(status.UNKNOWN, 'the answer got lost'));
    answer(null, appendAnswer(written));
  }

  async read(call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> {
    const options = call.request.getOptions();
    if (options === undefined) return void call.emit('error', failure(status.INVALID_ARGUMENT, 'nothing was asked'));
    this.reads += 1;
    if (this.silent) return;
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
    this.#grown.add(grown);
    call.once('cancelled', grown);
    call.once('close', grown);
    try {
      await this.#send(call, confirmationAnswer());
      for (let sinceCheckpoint = 0; !call.cancelled && !call.destroyed; ) {
        const record = all[at];
        if (record === undefined) {
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
      this.#grown.delete(grown);
    }
  }

  /** Sends an answer and waits while the other side does not take it. Returns false when the call has ended. */
  async #send(call: ServerWritableStream<ReadReq, ReadResp>, answer: ReadResp): Promise<boolean> {
    const room = call.write(answer);
    if (answer.hasEvent()) this.sent += 1;
    if (!room && !call.cancelled && !call.destroyed) await roomIn(call);
    return !call.cancelled && !call.destroyed;
  }
}

const BIND_AGAIN_MS = 20;

/** Returns the refusal of a call, or undefined when the call is allowed. */
const notAllowed = (metadata: Metadata, secured: Secured | undefined): ServiceError | undefined => {
  if (secured === undefined) return undefined;
  const { username, password } = secured;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return metadata.get('authorization')[0] === basic ? undefined : failure(status.UNAUTHENTICATED, 'Unauthenticated');
};

const keysOf = (secured: Secured | undefined): ServerCredentials => {
  if (secured === undefined) return ServerCredentials.createInsecure();
  const [key, certificate] = [Buffer.from(secured.key), Buffer.from(secured.certificate)];
  return ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: certificate }]);
};

const serve = async (heart: Heart, port: number, secured: Secured | undefined): Promise<Server> => {
  const server = new Server();
  const service: Pick<IStreamsServer, 'read' | 'append' | 'delete'> = {
    append: (call, answer) => {
      heart.peers.add(call.getPeer());
      const refused = notAllowed(call.metadata, secured);
      if (refused !== undefined) return answer(refused);
      heart.append(call, answer).catch((error: Error) => answer(failure(status.INTERNAL, error.message)));
    },
    delete: (call, answer) => {
      const refused = notAllowed(call.metadata, secured);
      if (refused !== undefined) return answer(refused);
      heart.records.delete(nameOf(call.request.getOptions()?.getStreamIdentifier()));
      const done = new streams.DeleteResp();
      done.setNoPosition(new shared.Empty());
      answer(null, done);
    },
    read: (call) => {
      heart.peers.add(call.getPeer());
      const refused = notAllowed(call.metadata, secured);
      if (refused !== undefined) return void call.emit('error', refused);
      heart.read(call).catch((error: Error) => call.emit('error', failure(status.INTERNAL, error.message)));
    },
  };
  server.addService(streamsServices.StreamsService, { ...service });
  server.addService(gossipServices.GossipService, {
    read: (_call: unknown, answer: sendUnaryData<InstanceType<typeof gossip.ClusterInfo>>) => {
      const endPoint = new gossip.EndPoint();
      endPoint.setAddress('127.0.0.1');
      endPoint.setPort(port);
      const member = new gossip.MemberInfo();
      member.setState(gossip.MemberInfo.VNodeState.LEADER);
      member.setIsAlive(true);
      member.setHttpEndPoint(endPoint);
      const cluster = new gossip.ClusterInfo();
      cluster.setMembersList([member]);
      answer(null, cluster);
    },
  });
  for (;;) {
    try {
      await new Promise<void>((resolve, reject) =>
        server.bindAsync(`127.0.0.1:${port}`, keysOf(secured), (error) => (error === null ? resolve() : reject(error))),
      );
      return server;
    } catch {
      // The system releases a port a moment after its last connection.
      await sleep(BIND_AGAIN_MS);
    }
  }
};

export const openDouble = async (begins: 'here' | 'away' = 'here', secured?: Secured): Promise<Double> => {
  const heart = new Heart();
  const port = await freePort();
  let server: Server | undefined = begins === 'here' ? await serve(heart, port, secured) : undefined;
  const goAway = async (): Promise<void> => {
    server?.forceShutdown();
    server = undefined;
  };
  const place =
    secured === undefined
      ? `esdb://127.0.0.1:${port}?tls=false`
      : `esdb://${secured.username}:${encodeURIComponent(secured.password)}@localhost:${port}?tls=true&tlsCAFile=${secured.certificateFile}`;
  return {
    url: (log) => `${place}${log === undefined ? '' : `#${log}`}`,
    port,
    records: heart.records,
    get fate() {
      return heart.fate;
    },
    set fate(decide) {
      heart.fate = decide;
    },
    get denies() {
      return heart.denies;
    },
    set denies(asked) {
      heart.denies = asked;
    },
    get silent() {
      return heart.silent;
    },
    set silent(is) {
      heart.silent = is;
    },
    appends: () => heart.appends,
    reads: () => heart.reads,
    subscriptions: () => heart.subscriptions,
    connections: () => heart.peers.size,
    sent: () => heart.sent,
    get appendBytesMax() {
      return heart.appendBytesMax;
    },
    set appendBytesMax(bytes) {
      heart.appendBytesMax = bytes;
    },
    goAway,
    comeBack: async () => {
      server ??= await serve(heart, port, secured);
    },
    close: closedOnce(goAway),
  };
};
