/** What every bench says in its last line, as JSON on one line, so that a program can read it. */

/** A bound from the plan: the measure must be at least or at most this. A measure without one is only stated. */
export type Bar = { readonly at: 'least' | 'most'; readonly value: number };
export type Measure = {
  readonly name: string;
  readonly value: number;
  /** `x` for a ratio of two things measured in this run. */
  readonly unit: string;
  readonly bar?: Bar;
};
export type Report = { readonly bench: string; readonly measures: ReadonlyArray<Measure> };

export const isMet = ({ value, bar }: Measure): boolean | undefined => {
  if (bar === undefined) return undefined;
  return bar.at === 'least' ? value >= bar.value : value <= bar.value;
};

/** To be called once, at the end. What a person reads is printed before it, freely. */
export const report = (bench: string, measures: ReadonlyArray<Measure>): void => {
  const last: Report = { bench, measures };
  process.stdout.write(`${JSON.stringify(last)}\n`);
};
