/**
 * Refusals that say nothing against what was asked: the same again, a little later. It may even have been done already;
 * under the same name it is done once.
 */
const AGAIN_LATER: ReadonlySet<string> = new Set([
  'busy',
  'contention',
  'rate_limited',
  'read_models_unavailable',
  'store_unavailable',
  'vault_unavailable',
]);

/** @param code of a problem, or of a gateway's `error`. */
export const meansAgainLater = (code: string): boolean => AGAIN_LATER.has(code);
