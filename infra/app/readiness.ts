import { LogUnavailable } from '#infra/log/event-log.ts';
import type { OpenedLog } from '#infra/log/opened-log.ts';
import type { Progress } from '#projections/engine/progress.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';
import type { OpenedSearch } from './open-search.ts';
import type { Part } from './roles.ts';

/** Milliseconds that a readiness probe waits for the read models to reach the head of the log. */
const CAUGHT_UP_WITHIN_MS = 1_000;

const whileAway = (error: unknown): undefined => {
  if (!(error instanceof LogUnavailable)) throw error;
};

/** Names the parts that a process waits for. Empty when it is ready. */
export const readinessOf =
  (deps: {
    readonly part: Part;
    readonly eventLog: Pick<OpenedLog, 'writable'>;
    readonly feed: Pick<EventFeed, 'head'>;
    readonly progress: Progress;
    readonly models: ReadonlyArray<string>;
    readonly search: Pick<OpenedSearch, 'isAwaited'>;
  }) =>
  async (): Promise<ReadonlyArray<string>> => {
    if (deps.part.writes && !deps.eventLog.writable()) return ['the event log'];
    const head = await deps.feed.head().catch(whileAway);
    if (head === undefined) return ['the event log'];
    if (!(await deps.progress.waitFor(deps.models, head, CAUGHT_UP_WITHIN_MS))) return ['the read models'];
    return deps.search.isAwaited() ? ['the search index'] : [];
  };
