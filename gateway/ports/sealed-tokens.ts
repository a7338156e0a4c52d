/**
 * What the house knows and a client carries: log positions, cursors. Sealed, so nothing can be read from them;
 * a token made for one purpose or one holder opens for no other.
 */
export type SealedPurpose = 'position' | 'resume' | 'page';

export type SealedTokens = {
  /** `binding` names the holder: it must be the same when the token is opened, and is not carried in it. */
  readonly seal: (purpose: SealedPurpose, binding: string, content: string) => string;
  /** Undefined for whatever was not sealed here for this purpose and binding. Never throws. */
  readonly open: (purpose: SealedPurpose, binding: string, token: string) => string | undefined;
};
