/** Purpose of a sealed token. A token that was sealed for one purpose opens for no other. */
export type SealedPurpose = 'position' | 'resume' | 'page' | 'progress' | 'whisper';

/** Sealed tokens let a client carry a log position or a cursor. The client can read nothing from them. */
export type SealedTokens = {
  /** `binding` names the holder. The token does not contain it, and opening it needs the same one. */
  readonly seal: (purpose: SealedPurpose, binding: string, content: string) => string;
  /** Answers undefined for a token that this server did not seal for this purpose and binding. Never throws. */
  readonly open: (purpose: SealedPurpose, binding: string, token: string) => string | undefined;
};
