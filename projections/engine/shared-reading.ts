import type { EventFeed, RecordedBatch } from '#projections/ports/event-feed.ts';

/** Pages kept for whoever is a little behind the first: some tens of megabytes while several are built. */
const PAGES_KEPT = 16;

/**
 * One reading of the log for several who go through it at the same time: opening sealed text costs more than writing
 * rows. Whoever falls further behind than the pages kept reads for itself.
 */
export const sharedReading = (feed: EventFeed, pagesKept = PAGES_KEPT): EventFeed => {
  const pages = new Map<string, Promise<RecordedBatch>>();
  return {
    ...feed,
    readAll: (after, limit) => {
      const key = `${after} ${limit}`;
      const known = pages.get(key);
      if (known !== undefined) return known;
      const page = feed.readAll(after, limit);
      pages.set(key, page);
      const forget = () => pages.delete(key);
      // The end of the log is not where it was when it is asked for again.
      page.then(({ events }) => events.length < limit && forget(), forget);
      const [oldest] = pages.keys();
      if (pages.size > pagesKept && oldest !== undefined) pages.delete(oldest);
      return page;
    },
  };
};
