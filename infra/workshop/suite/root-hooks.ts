/** Around every test and every run: whatever a failed story left open is closed before the next one begins. */
import type { Context } from 'mocha';
import { closeAllBut, openNow } from '#infra/workshop/testkit/left-open.ts';
import { say } from './report.ts';

const CLOSED_WITHIN_MS = 15_000;

const tell = (why: string): void => say(`  what a failed story left open could not be closed: ${why}`);
let before = openNow();

export const mochaHooks = {
  beforeEach: (): void => {
    before = openNow();
  },
  async afterEach(this: Context): Promise<void> {
    // Stories of one world may share what the first of them opened, as long as all goes well.
    if (this.currentTest?.isFailed() === true) await closeAllBut(before, CLOSED_WITHIN_MS, tell);
  },
  afterAll: (): Promise<void> => closeAllBut(new Set(), CLOSED_WITHIN_MS, tell),
};
