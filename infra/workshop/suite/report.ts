/** Outcome of one stage of `npm test`. A skipped stage names the missing program and the command that installs it. */
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

/** Formats the last line of `npm test`, which programs read. */
export const lastLine = ({ passed, failed }: Outcome): string => `${passed} passed, ${failed} failed`;

/** Returns the outcome of a stage that cannot run. It is a failure where everything is required. */
export const skippedOrFailed = (why: string, requireAll: boolean): Outcome =>
  requireAll ? { passed: 0, failed: 1, skipped: [why] } : { passed: 0, failed: 0, skipped: [why] };

export const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
