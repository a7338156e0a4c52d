/** Reads from a browser which files of the client it has loaded. */
import type { Page } from 'playwright-core';

export type LoadedFile = {
  /** Path from the root of the server. */
  readonly path: string;
  /** Bytes of the body as they came over the wire, so after compression. */
  readonly bytes: number;
};

/** Paths of the API. Their answers depend on the community and not on the client. */
const API = /^\/(?:auth|guilds|channels|server|invites)(?:\/|$)/;

/** Notes when a page draws its first message. Call it before the page is opened. */
export const noteFirstMessage = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    new MutationObserver((_changes, observer) => {
      if (document.querySelector('[data-message]') === null) return;
      performance.mark('first-message');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });

/**
 * Answers the page and each file of the client that it asked for before its first message was drawn. The formatting of
 * messages is asked for after that, as are all parts that the first screen does not need.
 */
export const loadedFiles = async (page: Page): Promise<ReadonlyArray<LoadedFile>> => {
  const all = await page.evaluate(() => {
    const [first] = performance.getEntriesByName('first-message');
    if (first === undefined) throw new Error('the first message was not noted');
    return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter(({ startTime }) => startTime <= first.startTime)
      .map((entry) => ({
        path: new URL(entry.name).pathname,
        bytes: (entry as PerformanceResourceTiming).encodedBodySize,
      }));
  });
  return all.filter(({ path }) => !API.test(path));
};

export const bytesOf = (files: ReadonlyArray<LoadedFile>): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Bytes of the page with its scripts, styles and font, from the login to the first messages. */
export const FIRST_LOAD_BYTES_MAX = 110_000;
