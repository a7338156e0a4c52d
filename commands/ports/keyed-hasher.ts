import type { KeyedHash } from '#domain/kernel/stream.ts';

/** Keyed BLAKE2b under a key from the vault that lives as long as the log; separate purposes never collide. */
export type KeyedHasher = { readonly hash: (purpose: 'username' | 'invite-code', text: string) => KeyedHash };
