/**
 * Ends the sessions that the vault knows and the log does not know as live (decision 0045). They are left over when the
 * log was restored from an older backup, or come back with an older vault.
 */
import type { TokenFamilies } from '#infra/keys/ports/key-vault.ts';
import type { ListedSessions } from '#infra/read-models/listed-sessions.ts';

/** Families that are compared with the list of sessions at once. */
const PAGE = 500;

export type StrayDeps = {
  readonly families: TokenFamilies;
  readonly listed: ListedSessions;
  /** Asks the log, which knows a session before the read model does. */
  readonly isLive: (family: { readonly sessionId: string; readonly userId: string }) => Promise<boolean>;
  readonly end: (sessionId: string) => Promise<void>;
};

/**
 * Ends stray sessions whose families were started before a time. A younger one may be at its login in another process,
 * which writes the vault before the log.
 * @returns the number of ended sessions.
 */
export const endStraySessions = async (deps: StrayDeps, startedBefore: Date): Promise<number> => {
  let ended = 0;
  for (let after = ''; ; ) {
    const page = await deps.families.startedBefore(startedBefore, after, PAGE);
    const listed = await deps.listed(page.map(({ sessionId }) => sessionId));
    for (const family of page) {
      if (listed.has(family.sessionId) || (await deps.isLive(family))) continue;
      await deps.end(family.sessionId);
      ended += 1;
    }
    const last = page.at(-1);
    if (last === undefined) return ended;
    after = last.sessionId;
  }
};
