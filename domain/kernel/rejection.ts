/**
 * Refusals that several slices share. A thing the viewer may not see is refused exactly like a thing that does not
 * exist, so one kind serves both.
 */
export type GuildUnknown = { readonly kind: 'GuildUnknown' };
export type ChannelUnknown = { readonly kind: 'ChannelUnknown' };
/** The session was revoked, has ended, or was never this actor's: log in again. Any command may say so. */
export type SessionOver = { readonly kind: 'SessionOver' };
/** The idempotency key was used before for something else. */
export type AttemptReused = { readonly kind: 'AttemptReused' };
