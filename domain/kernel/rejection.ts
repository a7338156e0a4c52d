/**
 * Refusals that several slices share. What a viewer may not see answers exactly as what does not exist,
 * so there is one word for both; `MissingPermission` is only said of things the actor can see.
 */
import type { Permission } from '#domain/permission/bits.ts';

export type GuildUnknown = { readonly kind: 'GuildUnknown' };
export type ChannelUnknown = { readonly kind: 'ChannelUnknown' };
export type MissingPermission = { readonly kind: 'MissingPermission'; readonly permission: Permission };
/** The session was revoked, has ended, or was never this actor's: log in again. Any command may say so. */
export type SessionOver = { readonly kind: 'SessionOver' };
/** The idempotency key was used before for something else. */
export type AttemptReused = { readonly kind: 'AttemptReused' };
