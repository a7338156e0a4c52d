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
import type { Server } from '@grpc/grpc-js';
import { freePort } from '../free-port.ts';
import { closedOnce } from '../left-open.ts';
import { type ArrivedAppend, type Asked, type Fate, Heart } from './heart.ts';
import { Records } from './records.ts';
import { alone, type Secured, serve, urlOf } from './serve.ts';

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
export const openDouble = async (begins: 'here' | 'away' = 'here', secured?: Secured): Promise<Double> => {
  const heart = new Heart(new Records(), () => undefined);
  const port = await freePort();
  let server: Server | undefined = begins === 'here' ? await serve(heart, port, secured, alone(port)) : undefined;
  const goAway = async (): Promise<void> => {
    server?.forceShutdown();
    server = undefined;
  };
  return {
    url: urlOf([port], secured),
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
      server ??= await serve(heart, port, secured, alone(port));
    },
    close: closedOnce(goAway),
  };
};
