/** Limits of keys and credentials. Each comment names the unit first and then the consequence. */
import { HOUR_MS, SECOND_MS } from '#domain/kernel/units.ts';

/** Password hashes that wait for a free core. The next login is refused with 503 and `Retry-After`. */
export const PASSWORD_HASHES_WAITING_MAX = 32;
/** Milliseconds that the clock of a token's maker may run ahead. A token from further ahead is refused. Expiry has no grace. */
export const CLOCKS_APART_MAX_MS = 5 * SECOND_MS;
/** Milliseconds between two counts of the costs of all password hashes. A longer time would see a new majority later. */
export const COMMON_COST_COUNTED_EVERY_MS = 1 * HOUR_MS;
