import type { ClientState } from '#web/store/state.ts';

/** Parts of the state that an act of governance or its undo changes. Talk changes none of them. */
const governedParts = (state: ClientState): ReadonlyArray<unknown> => [
  state.guilds,
  state.rights,
  state.roles,
  state.own,
  state.channels,
  state.rosters,
  ...Object.values(state.timelines).flatMap(({ restored }) => restored),
];

/** True for two states between which people talked at most, and nothing was governed. */
export const isGovernedAlike = (before: ClientState, now: ClientState): boolean => {
  const [a, b] = [governedParts(before), governedParts(now)];
  return a.length === b.length && a.every((part, at) => part === b[at]);
};
