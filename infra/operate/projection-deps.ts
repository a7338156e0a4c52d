import type { Projection } from '#projections/engine/projection.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';

/** The read models that an operator works on, and the log's head to compare them with. */
export type ProjectionDeps = {
  readonly feed: Pick<EventFeed, 'head'>;
  readonly projections: ReadonlyArray<Projection>;
};
