/** Builds the search index's two ports: the sink that projections write to, and the search that queries ask. */
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
  readonly lastTermOf: MessageSearch['lastTermOf'];
  readonly feed: EventFeed;
  /** Identity of the log that `feed` follows. Logs of one identity number their events alike. */
  readonly identity: string;
  readonly pause: (ms: number) => Promise<void>;
};

const after: KeeperDeps['after'] = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  // A purge that is due later does not keep the process alive.
  timer.unref();
  return () => clearTimeout(timer);
};

export const keptSearch = (deps: Deps): KeptSearch => {
  const { feed, identity } = deps;
  const log: KeeperDeps['log'] = {
    head: feed.head,
    idAt: feed.idAt,
    mark: async () => {
      const [first] = (await feed.readAll(0n, 1)).events;
      return first === undefined ? null : `${identity} ${first.eventId}`;
    },
  };
  const whole = { ...deps, log, after, nowMs: () => performance.now() };
  const keeper = searchKeeper(whole);
  const { sink, building } = searchSink({ ...whole, keeper });
  const close = async (): Promise<void> => {
    // The builder has been told to stop. It must close the new index before the keeper closes.
    await building.ended();
    await keeper.close();
  };
  const search = messageSearch(keeper, building, { lastTermOf: deps.lastTermOf, broke: deps.watch.askFailed });
  return { sink, search, close };
};
