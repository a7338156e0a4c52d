/** Prints the last line of a bench, which is JSON on one line, so that a program can read it. */

/** A goal for the measure: at least or at most this value. A measure without a bar is only reported. */
export type Bar = { readonly at: 'least' | 'most'; readonly value: number };
export type Measure = {
  readonly name: string;
  readonly value: number;
  /** `x` stands for a ratio of two values measured in this run. */
  readonly unit: string;
  readonly bar?: Bar;
};
export type Report = { readonly bench: string; readonly measures: ReadonlyArray<Measure> };

export const isMet = ({ value, bar }: Measure): boolean | undefined => {
  if (bar === undefined) return undefined;
  return bar.at === 'least' ? value >= bar.value : value <= bar.value;
};

/** Prints the report. A bench calls this once at its end and prints anything for people before it. */
export const report = (bench: string, measures: ReadonlyArray<Measure>): void => {
  const last: Report = { bench, measures };
  process.stdout.write(`${JSON.stringify(last)}\n`);
};
