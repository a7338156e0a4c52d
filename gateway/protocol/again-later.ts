/**
 * Codes of refusals after which the client sends the same again later. The first try may have been done already, and
 * the same key keeps it from being done twice.
 */
const AGAIN_LATER: ReadonlySet<string> = new Set([
  'busy',
  'contention',
  'personal_unavailable',
  'files_unavailable',
  'rate_limited',
  'read_models_unavailable',
  'slow_mode',
  'store_unavailable',
  'vault_unavailable',
]);

/**
 * Says whether a client tries again later.
 *
 * @param code code of a problem, or of a gateway's `error`.
 */
export const meansAgainLater = (code: string): boolean => AGAIN_LATER.has(code);
