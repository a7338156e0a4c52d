/** Closes everything that a failed test left open, before the next test begins and at the end of a run. */
import type { Context } from 'mocha';
import { closeAllBut, openNow } from '#infra/workshop/testkit/left-open.ts';
import { say } from './report.ts';

const CLOSED_WITHIN_MS = 15_000;

const tell = (why: string): void => say(`  a failed test left something open that could not be closed: ${why}`);
let before = openNow();

export const mochaHooks = {
  beforeEach: (): void => {
    before = openNow();
  },
  async afterEach(this: Context): Promise<void> {
    // Tests of one `describe` may share things that the first of them opened, as long as none fails.
    if (this.currentTest?.isFailed() === true) await closeAllBut(before, CLOSED_WITHIN_MS, tell);
  },
  afterAll: (): Promise<void> => closeAllBut(new Set(), CLOSED_WITHIN_MS, tell),
};
