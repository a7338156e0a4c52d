import type { ClientState } from '#web/store/state.ts';

/** True while the server has not acknowledged some message, edit or reaction. */
export const holdsUnsent = ({ unconfirmed, changes }: Pick<ClientState, 'unconfirmed' | 'changes'>): boolean =>
  [...unconfirmed, ...changes].some(({ status }) => status !== 'acknowledged');
