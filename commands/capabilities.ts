import type { Folds } from '#commands/machine/folds.ts';
import type { Clock } from '#commands/ports/clock.ts';
import type { CredentialVault } from '#commands/ports/credential-vault.ts';
import type { EventStore } from '#commands/ports/event-store.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { KeyedHasher } from '#commands/ports/keyed-hasher.ts';
import type { PasswordHasher } from '#commands/ports/password-hasher.ts';
import type { TokenMint } from '#commands/ports/token-mint.ts';

/** Who may register: anybody, whoever holds an invite, or nobody but the holder of the owner link. */
export type RegistrationMode = 'open' | 'invite' | 'closed';

/** What the write side needs from the world. */
export type WritePorts = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly hasher: KeyedHasher;
  readonly passwords: PasswordHasher;
  readonly vault: CredentialVault;
  readonly tokens: TokenMint;
  readonly registration: RegistrationMode;
};

/** What every command is given. */
export type Capabilities = WritePorts & { readonly folds: Folds };
