import { canonicalUsername, type Username } from '#domain/account/values.ts';

/** Words that a mention or a filter means: everybody, the reader, or no user at all. */
const ADDRESSING =
  'all anybody anyone channel community everybody everyone guild here me myself nobody none self server somebody someone you';
/** Words that the system speaks as, or writes where a user is missing. */
const SYSTEM =
  'anonymous api bot deleted erased filament gateway import imported null operator reactor root system undefined unknown webhook';
/** Offices in whose name a stranger could give orders. */
const OFFICES = 'admin administrator admins moderation moderator moderators mod mods security staff support';

const RESERVED: ReadonlySet<string> = new Set(`${ADDRESSING} ${SYSTEM} ${OFFICES}`.split(' '));

/** Signs at the ends of a name. A reader takes `@everyone.` or `_system_` for the word inside. */
const SIGNS_AT_ENDS = /^[_.-]+|[_.-]+$/g;

/**
 * True for a name that no new account gets. The codec of usernames has folded foreign letters before, so this compares
 * in lower case and without signs at the ends. An account that has such a name from before keeps it.
 */
export const isReservedUsername = (username: Username): boolean =>
  RESERVED.has(canonicalUsername(username).replace(SIGNS_AT_ENDS, ''));
