/** What one stage of `npm test` found. A skipped stage says what is missing and the command that installs it. */
export type Outcome = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: ReadonlyArray<string>;
};

export const NOTHING: Outcome = { passed: 0, failed: 0, skipped: [] };

export const sum = (outcomes: ReadonlyArray<Outcome>): Outcome =>
  outcomes.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: [...all.skipped, ...one.skipped],
    }),
    NOTHING,
  );

/** The last line of `npm test`, alone on it: programs read it. */
export const lastLine = ({ passed, failed }: Outcome): string => `${passed} passed, ${failed} failed`;

/** What cannot run is a failure where everything is required. */
export const skippedOrFailed = (why: string, requireAll: boolean): Outcome =>
  requireAll ? { passed: 0, failed: 1, skipped: [why] } : { passed: 0, failed: 0, skipped: [why] };

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
