import type { Instant } from '#domain/kernel/instant.ts';

/**
 * Refusals that several slices share. A thing that the viewer may not see is refused exactly like a thing that does not
 * exist, so one kind serves both.
 */
export type GuildUnknown = { readonly kind: 'GuildUnknown' };
export type ChannelUnknown = { readonly kind: 'ChannelUnknown' };
/** A refusal because a lockdown holds, up to `until` or to an end by a moderator. Then the same command is accepted. */
export type GuildLockedDown = { readonly kind: 'GuildLockedDown'; readonly until: Instant | null };
/** A refusal because the user owns `max` guilds already. Guilds that are gone do not count. */
export type TooManyGuilds = { readonly kind: 'TooManyGuilds'; readonly max: number };
/** A refusal because the guild has `max` channels already. Channels that are gone do not count. */
export type TooManyChannels = { readonly kind: 'TooManyChannels'; readonly max: number };
/** A refusal because the session was revoked or belongs to another user. The client logs in again. */
export type SessionOver = { readonly kind: 'SessionOver' };
/** A refusal because the idempotency key was used before for another intent. */
export type AttemptReused = { readonly kind: 'AttemptReused' };
/** A refusal of the reason for an act, because it is too long or no honest line. */
export type ReasonInvalid = { readonly kind: 'ReasonInvalid'; readonly why: string };
