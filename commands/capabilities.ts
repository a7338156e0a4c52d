import type { Folds } from '#commands/machine/folds.ts';
import type { Clock } from '#commands/ports/clock.ts';
import type { CredentialVault } from '#commands/ports/credential-vault.ts';
import type { EventStore } from '#commands/ports/event-store.ts';
import type { IdSource } from '#commands/ports/id-source.ts';
import type { KeyedHasher } from '#commands/ports/keyed-hasher.ts';
import type { MessageFiles } from '#commands/ports/message-files.ts';
import type { PasswordHasher } from '#commands/ports/password-hasher.ts';
import type { PostingPace } from '#commands/ports/posting-pace.ts';
import type { TextErasure } from '#commands/ports/text-erasure.ts';
import type { TokenMint } from '#commands/ports/token-mint.ts';

/**
 * The mode says who may register: every caller (`open`), a holder of an invite (`invite`), or only the holder of the
 * owner link (`closed`).
 */
export type RegistrationMode = 'open' | 'invite' | 'closed';

/** The ports that the write side needs, and the mode of registration. */
export type WritePorts = {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly hasher: KeyedHasher;
  readonly passwords: PasswordHasher;
  readonly vault: CredentialVault;
  readonly tokens: TokenMint;
  readonly pace: PostingPace;
  readonly registration: RegistrationMode;
  readonly texts: TextErasure;
  readonly files: MessageFiles;
  /** Milliseconds after a removal by a moderator within which it can be undone. */
  readonly undoMs: number;
};

/** Capabilities of every command: the ports and the folds. */
export type Capabilities = WritePorts & { readonly folds: Folds };
