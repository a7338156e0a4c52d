import type { Projection } from '#projections/engine/projection.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';

/** The read models an operator works on, and the head of the log they are compared with. */
export type ProjectionDeps = {
  readonly feed: Pick<EventFeed, 'head'>;
  readonly projections: ReadonlyArray<Projection>;
};
