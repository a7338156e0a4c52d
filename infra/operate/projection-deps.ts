import type { CutRow } from '#infra/read-models/log-cut.ts';
import type { KeyGapCount } from '#infra/read-models/vault-record.ts';
import type { Projection } from '#projections/engine/projection.ts';
import type { EventFeed } from '#projections/ports/event-feed.ts';

/** The read models that an operator works on, and the log's head to compare them with. */
export type ProjectionDeps = {
  readonly feed: Pick<EventFeed, 'head' | 'idAt'>;
  readonly projections: ReadonlyArray<Projection>;
  /** Counts the texts that an older vault could not open when a server found it. */
  readonly keyGaps: () => Promise<KeyGapCount>;
  /** Gives the newest cut of the log that a server found. */
  readonly newestCut: () => Promise<CutRow | undefined>;
};
