import type { EventFeed, RecordedBatch } from '#projections/ports/event-feed.ts';

/** Pages kept for readers a little behind the first one: some tens of megabytes. */
const PAGES_KEPT = 16;

/**
 * Lets several rebuilds at the same time read each page of the log once, because opening sealed text costs more than
 * writing rows. A rebuild that falls behind the kept pages reads for itself.
 */
export const sharedReading = (feed: EventFeed, pagesKept = PAGES_KEPT): EventFeed => {
  const pages = new Map<string, Promise<RecordedBatch>>();
  return {
    ...feed,
    readAll: (after, limit, id) => {
      const key = `${after} ${limit} ${id ?? ''}`;
      const known = pages.get(key);
      if (known !== undefined) return known;
      const page = feed.readAll(after, limit, id);
      pages.set(key, page);
      const forget = () => pages.delete(key);
      // A page at the end of the log may be longer at the next look.
      page.then(({ events }) => events.length < limit && forget(), forget);
      const [oldest] = pages.keys();
      if (pages.size > pagesKept && oldest !== undefined) pages.delete(oldest);
      return page;
    },
  };
};
