/** What the codec layer needs of cryptography: texts go in plain and come back sealed, and the other way round. */

/** A text as it stands in a stored event. Self-describing, so any later reader knows how to open it. */
export type SealedText = {
  readonly alg: 'xchacha20poly1305';
  /** Names the key in the vault. */
  readonly key: string;
  /** Base64, 24 bytes. */
  readonly nonce: string;
  /** Base64, ciphertext and tag. */
  readonly text: string;
};

export type SealUnder = { readonly kind: 'content' } | { readonly kind: 'user'; readonly userId: string };

/** `bind` is authenticated and not stored: the sealed text opens at this place only. */
export type TextToSeal = { readonly plain: string; readonly under: SealUnder; readonly bind: string };
export type TextToOpen = { readonly sealed: SealedText; readonly bind: string };

export type OpenedText =
  | { readonly kind: 'Opened'; readonly plain: string }
  /** Its key is gone. */
  | { readonly kind: 'Erased' }
  /** Altered, or moved from another place. */
  | { readonly kind: 'Forged' };

export type Sealer = {
  /** In order. `undefined` where the user's key is destroyed: nothing new is kept of somebody who was erased. Rejects when the vault is away. */
  readonly seal: (texts: ReadonlyArray<TextToSeal>) => Promise<ReadonlyArray<SealedText | undefined>>;
  /** In order; one question to the vault for all of them at most. Rejects when the vault is away. */
  readonly open: (texts: ReadonlyArray<TextToOpen>) => Promise<ReadonlyArray<OpenedText>>;
};
