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

/** Answers the page and each file of the client that it has loaded until now. */
export const loadedFiles = async (page: Page): Promise<ReadonlyArray<LoadedFile>> => {
  const all = await page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => ({
      path: new URL(entry.name).pathname,
      bytes: (entry as PerformanceResourceTiming).encodedBodySize,
    })),
  );
  return all.filter(({ path }) => !API.test(path));
};

export const bytesOf = (files: ReadonlyArray<LoadedFile>): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Bytes of the page with its scripts, styles and font, from the login to the first messages. */
export const FIRST_LOAD_BYTES_MAX = 110_000;
