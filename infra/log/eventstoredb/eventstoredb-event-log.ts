/** Opens a log on EventStoreDB or KurrentDB. Many processes may append to it, and a cluster keeps it. */
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import {
  LOG_APPEND_WAIT_MAX_MS,
  LOG_APPENDS_AT_ONCE_MAX,
  LOG_LEADER_WAIT_MAX_MS,
  LOG_QUEUE_APPENDS_MAX,
  LOG_QUEUE_BYTES_MAX,
  LOG_READ_WAIT_MAX_MS,
} from '#infra/log/limits.ts';
import { LogUnavailable } from '../event-log.ts';
import type { OpenedLog } from '../opened-log.ts';
import { addressOf } from './address.ts';
import { Appender, type AppenderOptions } from './appender.ts';
import { type FollowerOptions, follow } from './follower.ts';
import { identityOf } from './identity.ts';
import { Leader } from './leader.ts';
import { ANSWER_WITHIN_MS } from './patience.ts';
import { Reader } from './reader.ts';

export type EventStoreDbOptions = {
  /** URL with the scheme `esdb:` or `esdb+discover:`, see `address.ts`. It holds a password. */
  readonly url: string;
  /** True for a command line. It waits as long as a cluster needs to choose a leader, because no client waits for it. */
  readonly patient?: boolean;
  readonly append?: Partial<AppenderOptions>;
  /** Milliseconds that a read waits for its answer. */
  readonly readWithinMs?: number;
  readonly follow?: Partial<FollowerOptions>;
};

/** Milliseconds without news after which the follower asks the leader whether it is still there. */
const QUIET_MS = 2_000;
const FOLLOW: FollowerOptions = {
  backOffFirstMs: 100,
  backOffMaxMs: 5_000,
  leaderWithinMs: LOG_LEADER_WAIT_MAX_MS,
  confirmWithinMs: ANSWER_WITHIN_MS,
  quietMs: QUIET_MS,
};

/** Opens the log. Rejects with `LogUnavailable` while no server answers, and with `LogUrlUnfit` for a wrong URL. */
export const openEventStoreDbLog = async (options: EventStoreDbOptions): Promise<OpenedLog> => {
  const address = addressOf(options.url);
  const append: AppenderOptions = {
    appends: LOG_QUEUE_APPENDS_MAX,
    bytes: LOG_QUEUE_BYTES_MAX,
    atOnce: LOG_APPENDS_AT_ONCE_MAX,
    appendWithinMs: options.patient === true ? LOG_LEADER_WAIT_MAX_MS : LOG_APPEND_WAIT_MAX_MS,
    answerWithinMs: ANSWER_WITHIN_MS,
    ...options.append,
  };
  const { answerWithinMs } = append;
  const reading = {
    answerWithinMs,
    readWithinMs: options.readWithinMs ?? (options.patient === true ? LOG_LEADER_WAIT_MAX_MS : LOG_READ_WAIT_MAX_MS),
  };
  const leader = new Leader(address, answerWithinMs);
  const opened = await (async () => {
    const { name, began } = await identityOf(leader, address, reading);
    const reader = new Reader(leader, address, began, reading);
    // The word "from" tells this identity from one of an older numbering, so no remembered position is misread.
    return { identity: `eventstoredb from ${name}`, began, reader, end: await reader.end() };
  })().catch((error: unknown) => {
    leader.close();
    throw error;
  });
  const { identity, began, reader, end } = opened;

  const listeners = new Set<() => void>();
  let seen: Position = typeof end === 'object' ? end.commit - began : BEGINNING;
  // The answer to an own append has already moved `seen`, so the follower's report of the same append is ignored.
  const tell = (position: Position): void => {
    if (position <= seen) return;
    seen = position;
    for (const listener of listeners) listener();
  };
  const follower = follow(
    leader,
    address,
    { ...FOLLOW, ...options.follow },
    { after: end, heard: (place) => tell(place - began), ask: () => reader.end() },
  );
  const watched = (): boolean => leader.known && follower.connected();
  const appender = new Appender(leader, { ...address, began }, reader, append, {
    seen: () => seen,
    watched,
    appended: tell,
  });
  let closed = false;
  const open = <A>(work: () => Promise<A>): Promise<A> =>
    closed ? Promise.reject(new LogUnavailable('the log is closed')) : work();

  return {
    identity,
    keepsOrder: false,
    append: (stream, expected, events) => appender.append(stream, expected, events),
    readStream: (stream, after) => open(() => reader.stream(stream, after)),
    readAll: (after, limit, known) => open(() => reader.all(after, limit, known)),
    eventAt: (position) => open(() => reader.eventAt(position)),
    countAfter: (after, atMost) => open(() => reader.countAfter(after, atMost)),
    head: () => open(() => reader.head()),
    newest: (limit, before) => open(() => reader.newest(limit, before)),
    onAppended: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    writable: () => !closed && watched(),
    close: async () => {
      await appender.close();
      closed = true;
      const ended = follower.close();
      leader.close();
      await ended;
    },
  };
};
