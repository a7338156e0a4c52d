/** Result of one check. `says` is a fact, and `do` tells the operator what to do about it. */
export type Finding =
  | { readonly state: 'ok'; readonly check: string; readonly says: string }
  | { readonly state: 'warn' | 'fail'; readonly check: string; readonly says: string; readonly do: string };

export type Check = () => Promise<ReadonlyArray<Finding>>;

export const ok = (check: string, says: string): Finding => ({ state: 'ok', check, says });
export const warn = (check: string, says: string, advice: string): Finding => ({
  state: 'warn',
  check,
  says,
  do: advice,
});
export const fail = (check: string, says: string, advice: string): Finding => ({
  state: 'fail',
  check,
  says,
  do: advice,
});
