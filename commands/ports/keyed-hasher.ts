import type { KeyedHash } from '#domain/kernel/stream.ts';

/**
 * A hasher by keyed BLAKE2b. Its key is in the vault and lives as long as the log. Two purposes never give one hash.
 */
export type KeyedHasher = {
  readonly hash: (purpose: 'username' | 'invite-code' | 'login-place' | 'security-log', text: string) => KeyedHash;
};
