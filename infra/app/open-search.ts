/**
 * Opens the search index of this process. The engine keeps it like any other read model, but no start and no dispatch
 * waits for it.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';
import { keptSearch } from '#infra/search/kept-search.ts';
import { searchModule } from '#infra/search/search-module.ts';
import { type Projection, projection } from '#projections/engine/projection.ts';
import { type RebuildProgress, rebuild } from '#projections/engine/rebuild.ts';
import { keepProjecting, type RunDeps } from '#projections/engine/run.ts';
import { REBUILD_PAGE_EVENTS_BESIDE_PEOPLE } from '#projections/limits.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { IndexOp } from '#projections/ports/message-index.ts';
import { SinkUnavailable } from '#projections/ports/sink.ts';
import { searchIndex } from '#projections/search-index/projector.ts';
import type { MessageSearch } from '#queries/ports/message-search.ts';
import { absentSearch } from '#queries/search/absent-search.ts';

export type OpenedSearch = {
  /** Reason why this process has no search index, for the operator. Undefined when it has one. */
  readonly missing: string | undefined;
  readonly search: MessageSearch;
  readonly projection: Projection;
  /** Builds the index when none is usable, and keeps it up to date. Returns how to stop. */
  readonly keepUpToDate: (
    deps: Pick<RunDeps<IndexOp>, 'progress' | 'watch'>,
    tell: (progress: RebuildProgress) => void,
  ) => () => Promise<void>;
  /**
   * True after the log was cut back, until the index serves or its first build has failed. Before that, searches could
   * find what the log does not hold.
   */
  readonly isAwaited: () => boolean;
  readonly close: () => Promise<void>;
};

type Deps = {
  readonly folder: string;
  readonly feed: EventFeed;
  /** Identity of the log. */
  readonly identity: string;
  readonly watch: Parameters<typeof keptSearch>[0]['watch'];
  /** True when this start found the log cut back. */
  readonly cut?: boolean;
};

/** Reason that a client is told. The real reason may name files. */
const NO_MODULE = 'this server has no search module';

/**
 * A search that is always unavailable, for a process without an index.
 * @param why for the operator.
 */
export const noSearch = (why: string): OpenedSearch => {
  const unavailable = async (): Promise<never> => {
    throw new SinkUnavailable(why);
  };
  const { name, version } = searchIndex;
  return {
    missing: why,
    search: absentSearch({ kind: 'SearchUnavailable', why: NO_MODULE }),
    projection: {
      name,
      version,
      generations: unavailable,
      parked: unavailable,
      rebuild: unavailable,
      verify: unavailable,
    },
    keepUpToDate: () => async () => undefined,
    isAwaited: () => false,
    close: async () => undefined,
  };
};

export const openSearch = ({ folder, feed, identity, watch: told, cut = false }: Deps): OpenedSearch => {
  const native = searchModule();
  if ('missing' in native) return noSearch(native.missing);
  let awaited = cut;
  const over = (): void => {
    awaited = false;
  };
  const watch: Deps['watch'] = {
    ...told,
    lost: (why, cause) => {
      awaited ||= cause === 'of another log';
      told.lost(why, cause);
    },
  };
  const kept = { ...native, folder, feed, identity, watch };
  const { sink, search, close } = keptSearch({ ...kept, model: searchIndex, pause: pauseFor });
  const building = { feed, sink, nowMs: () => performance.now(), pageEvents: REBUILD_PAGE_EVENTS_BESIDE_PEOPLE };
  return {
    missing: undefined,
    search,
    projection: projection(building, searchIndex),
    keepUpToDate: (deps, tell) => {
      const stop = new AbortController();
      const running = keepProjecting({
        ...building,
        ...deps,
        sink: {
          ...sink,
          active: async (model) => {
            const generation = await sink.active(model);
            if (generation !== undefined) over();
            return generation;
          },
        },
        watch: {
          ...deps.watch,
          retrying: (...why) => {
            over();
            deps.watch.retrying(...why);
          },
        },
        pause: (ms, signal) => pauseFor(ms, undefined, { signal }).catch(() => undefined),
        build: (model, options) => rebuild(building)(model, { ...options, onProgress: tell }),
      })(searchIndex, stop.signal);
      return async () => {
        stop.abort();
        await running;
      };
    },
    isAwaited: () => awaited,
    close,
  };
};
