/** Rates of requests. Each comment names the unit first and then the consequence. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#domain/kernel/units.ts';

/**
 * Rate of requests: at most `times` within `withinMs`. The next request is refused, 429 `rate_limited`, with the time
 * to wait.
 */
export type Rate = { readonly times: number; readonly withinMs: number };

/**
 * Rates of requests, by name. `address` is the client's address, IPv6 folded to its /64. `account_and_network` is an
 * account's name with that address. A known network is a /24, in IPv6 a /56. An operator changes `times` under
 * `FILAMENT_LIMIT_<NAME>` in upper case. The windows stay.
 */
export const RATES = {
  /**
   * Requests before authentication, and every request whose token is refused. A refresh counts when it is refused, and
   * passes when this process issued its token, so that no neighbour ends the session of a user.
   */
  anonymous_requests_per_address: { times: 60, withinMs: MINUTE_MS },
  /** Requests of any route. This ceiling stands above the rate of each route. */
  requests_per_user: { times: 50, withinMs: SECOND_MS },
  /**
   * Wrong passwords for one account from one address. Only wrong passwords count in the rates of logins: every other
   * outcome gives its count back.
   */
  logins_per_account_and_network: { times: 5, withinMs: 15 * MINUTE_MS },
  /** Wrong passwords for one account from all networks and devices that its user never logged in from. */
  logins_per_account: { times: 20, withinMs: 15 * MINUTE_MS },
  /**
   * Wrong passwords for one account from one network that its user logged in from, in place of the rate of all strangers.
   * The times are the same, so that a neighbour cannot tell by them whether an account exists.
   */
  logins_per_account_and_known_network: { times: 20, withinMs: 15 * MINUTE_MS },
  /** Wrong passwords for one account from one device that its user logged in from. No other rate of logins counts. */
  logins_per_account_and_device: { times: 10, withinMs: 15 * MINUTE_MS },
  logins_per_address: { times: 20, withinMs: HOUR_MS },
  registrations_per_address: { times: 3, withinMs: HOUR_MS },
  ownership_claims_per_address: { times: 10, withinMs: HOUR_MS },
  /**
   * Refreshes of one session. An honest user with many windows stays far below, so it stops programs that loop. A used
   * token passes once, because it must reveal a theft.
   */
  refreshes_per_session: { times: 300, withinMs: 10 * MINUTE_MS },
  /** Refused refresh tokens from one address. Tokens that this process knows pass whatever others have tried. */
  refused_refreshes_per_address: { times: 60, withinMs: 15 * MINUTE_MS },
  /** Tries to hand a guild over, each with a password, so that a stolen session cannot guess it. */
  owner_changes_per_user: { times: 5, withinMs: 15 * MINUTE_MS },
  guilds_created_per_user: { times: 10, withinMs: HOUR_MS },
  channels_created_per_user: { times: 30, withinMs: MINUTE_MS },
  /** Threads that one user begins, in all channels together. */
  threads_begun_per_user: { times: 10, withinMs: MINUTE_MS },
  invites_created_per_user: { times: 30, withinMs: HOUR_MS },
  /** Previews of invites, right and wrong codes alike, so that a stranger cannot try many codes. */
  invites_previewed_per_address: { times: 30, withinMs: MINUTE_MS },
  invites_accepted_per_user: { times: 5, withinMs: MINUTE_MS },
  /** Changes of guilds, channels, roles and members, and revoking a session. */
  changes_per_user: { times: 30, withinMs: MINUTE_MS },
  /** Messages in all channels together. The channel is the client's word, and may be any id. */
  messages_per_user: { times: 10, withinMs: 5 * SECOND_MS },
  messages_per_user_and_channel: { times: 5, withinMs: 5 * SECOND_MS },
  /** Edits, deletes and reactions. */
  message_changes_per_user: { times: 20, withinMs: 10 * SECOND_MS },
  /** Uploads of files. Each may keep a picture worker busy for seconds. */
  uploads_per_user: { times: 30, withinMs: MINUTE_MS },
  /** Moves of read markers. A client that reads moves one with each look at a channel. */
  reads_per_user: { times: 60, withinMs: 10 * SECOND_MS },
  /** Changes of settings of one user. All devices of the user are told of each. */
  settings_per_user: { times: 60, withinMs: 10 * SECOND_MS },
  /** Searches of one user. Each search may keep the index busy for its whole time. */
  searches_per_user: { times: 20, withinMs: 10 * SECOND_MS },
  /** Searches in one guild. Only searches of its members count. */
  searches_per_guild: { times: 100, withinMs: 10 * SECOND_MS },
} as const satisfies { readonly [name: string]: Rate };
export type RateName = keyof typeof RATES;
/** Rates of this server, with the operator's changes. */
export type Rates = Readonly<Record<RateName, Rate>>;
/** Keys that one rate remembers, against a flood of addresses. The key not used longest is forgotten. */
export const RATE_KEYS_MAX = 50_000;
/** Attempts that wait for one budget while others run. One more is refused, 429 `rate_limited`. */
export const GUESSES_WAITING_MAX = 32;
