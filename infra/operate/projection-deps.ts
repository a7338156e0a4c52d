import type { CutRow } from '#infra/read-models/log-cut.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';

/** The read models that an operator works on, and the log's head to compare them with. */
export type ProjectionDeps = {
  readonly feed: Pick<EventFeed, 'head' | 'idAt'>;
  readonly projections: ReadonlyArray<Projection>;
  /** Gives the newest cut of the log that a server found. */
  readonly newestCut: () => Promise<CutRow | undefined>;
};
