import type { SessionId, UserId } from '#domain/kernel/ids.ts';
import type { SessionRevocation } from '#domain/session/events.ts';

export type StartSession = { readonly sessionId: SessionId; readonly userId: UserId; readonly device: string };
/** `generation` counts the rotations of the refresh token. The vault counts them. */
export type RefreshSession = { readonly generation: number };
export type RevokeSession = { readonly userId: UserId; readonly cause: SessionRevocation };
