/** Opens a log on EventStoreDB or KurrentDB. Many processes may append to it, and a cluster keeps it. */
import { BEGINNING, type Position } from '#domain/kernel/event.ts';
import {
  LOG_APPEND_WAIT_MAX_MS,
  LOG_APPENDS_AT_ONCE_MAX,
  LOG_QUEUE_APPENDS_MAX,
  LOG_QUEUE_BYTES_MAX,
} from '#infra/log/limits.ts';
import { LogUnavailable } from '../event-log.ts';
import type { OpenedLog } from '../opened-log.ts';
import { addressOf } from './address.ts';
import { Appender, type AppenderOptions } from './appender.ts';
import { clientOf } from './client.ts';
import { type FollowerOptions, follow } from './follower.ts';
import { identityOf } from './identity.ts';
import { within } from './patience.ts';
import { Reader } from './reader.ts';

export type EventStoreDbOptions = {
  /** URL with the scheme `esdb:` or `esdb+discover:`, see `address.ts`. It holds a password. */
  readonly url: string;
  readonly append?: Partial<AppenderOptions>;
  readonly follow?: Partial<FollowerOptions>;
};

const ANSWER_WITHIN_MS = 2_000;
const FOLLOW: FollowerOptions = { backOffFirstMs: 100, backOffMaxMs: 5_000, confirmWithinMs: 10_000 };

/** Opens the log. Rejects with `LogUnavailable` while no server answers, and with `LogUrlUnfit` for a wrong URL. */
export const openEventStoreDbLog = async (options: EventStoreDbOptions): Promise<OpenedLog> => {
  const address = addressOf(options.url);
  const append: AppenderOptions = {
    appends: LOG_QUEUE_APPENDS_MAX,
    bytes: LOG_QUEUE_BYTES_MAX,
    atOnce: LOG_APPENDS_AT_ONCE_MAX,
    appendWithinMs: LOG_APPEND_WAIT_MAX_MS,
    answerWithinMs: ANSWER_WITHIN_MS,
    ...options.append,
  };
  const client = clientOf(address);
  const dispose = (): Promise<void> => within(append.answerWithinMs, client.dispose()).catch(() => undefined);
  const opened = await (async () => {
    const { name, began } = await identityOf(client, address, append.answerWithinMs);
    const reader = new Reader(client, address, began, append.answerWithinMs);
    // The word "from" tells this identity from one of an older numbering, so no remembered position is misread.
    return { identity: `eventstoredb from ${name}`, began, reader, end: await reader.end() };
  })().catch(async (error: unknown) => {
    await dispose();
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
  const follower = follow(client, address, { ...FOLLOW, ...options.follow }, end, (place) => tell(place - began));
  const appender = new Appender(client, { ...address, began }, reader, append, {
    seen: () => seen,
    watched: follower.connected,
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
    writable: () => !closed && follower.connected(),
    close: async () => {
      await appender.close();
      closed = true;
      await follower.close();
      await dispose();
    },
  };
};
