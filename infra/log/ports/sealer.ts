/** The codec's port to cryptography: it seals plain texts and opens sealed ones. */

/** A text as it stands in a stored event. It names its own key and algorithm, so any later program can open it. */
export type SealedText = {
  readonly alg: 'xchacha20poly1305';
  /** Id of the key in the vault. */
  readonly key: string;
  /** Base64 of 24 bytes. */
  readonly nonce: string;
  /** Base64 of the ciphertext followed by its tag. */
  readonly text: string;
};

export type KeyChoice = { readonly kind: 'content' } | { readonly kind: 'user'; readonly userId: string };

/** `bind` is authenticated but not stored. The sealed text opens only with the same `bind`. */
export type SealRequest = { readonly plain: string; readonly under: KeyChoice; readonly bind: string };
export type OpenRequest = { readonly sealed: SealedText; readonly bind: string };

export type OpenedText =
  | { readonly kind: 'Opened'; readonly plain: string }
  /** Its key was destroyed. */
  | { readonly kind: 'Erased' }
  /** It was altered, or moved from another place. */
  | { readonly kind: 'Forged' };

export type Sealer = {
  /**
   * Seals the texts, in order. The result is `undefined` where the user's key is destroyed, so nothing new is kept of
   * an erased user. Rejects when the vault is away.
   */
  readonly seal: (texts: ReadonlyArray<SealRequest>) => Promise<ReadonlyArray<SealedText | undefined>>;
  /** Opens the texts, in order, with at most one query to the vault. Rejects when the vault is away. */
  readonly open: (texts: ReadonlyArray<OpenRequest>) => Promise<ReadonlyArray<OpenedText>>;
};

/** Destroys the keys with these names that belong to one text. It leaves keys of users. Rejects when the vault is away. */
export type KeyDestroyer = (keys: ReadonlySet<string>) => Promise<void>;
