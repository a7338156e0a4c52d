/** The search index as one thing: what the projections write to, and what the queries ask. */
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import type { ReadModel } from '#projections/ports/read-model.ts';
import type { Sink } from '#projections/ports/sink.ts';
import type { MessageSearch } from '#queries/ports/message-search.ts';
import { messageSearch } from './message-search.ts';
import { type KeeperDeps, searchKeeper } from './search-keeper.ts';
import { searchSink } from './search-sink.ts';

export type KeptSearch = {
  readonly sink: Sink<IndexOp>;
  readonly search: MessageSearch;
  readonly close: () => Promise<void>;
};

type Deps = Omit<KeeperDeps, 'log' | 'nowMs' | 'after'> & {
  readonly model: Pick<ReadModel<IndexOp>, 'name' | 'version'>;
  readonly feed: EventFeed;
  /** Of the log that `feed` follows: two of one identity number their events alike. */
  readonly identity: string;
  readonly pause: (ms: number) => Promise<void>;
};

const after: KeeperDeps['after'] = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  // A purge that is due later keeps no process alive.
  timer.unref();
  return () => clearTimeout(timer);
};

export const keptSearch = (deps: Deps): KeptSearch => {
  const { feed, identity } = deps;
  const log: KeeperDeps['log'] = {
    head: feed.head,
    mark: async () => {
      const [first] = (await feed.readAll(0n, 1)).events;
      return first === undefined ? null : `${identity} ${first.eventId}`;
    },
  };
  const whole = { ...deps, log, after, nowMs: () => performance.now() };
  const keeper = searchKeeper(whole);
  const { sink, building } = searchSink({ ...whole, keeper });
  const close = async (): Promise<void> => {
    // Whoever builds has been told to stop, and lets go of the new index first.
    await building.ended();
    await keeper.close();
  };
  return { sink, search: messageSearch(keeper, building, deps.watch.askFailed), close };
};
