import type { SealedPurpose, SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { freshNonce, NONCE_BYTES, openBytes, sealBytes } from './sodium.ts';

/** Characters; what is longer was not sealed here. */
const TOKEN_CHARS_MAX = 2_048;

const boundTo = (purpose: SealedPurpose, binding: string): string => `${purpose}\n${binding}`;

/** @param secret the vault's `sealed-token` key. Tokens carry the nonce and then ciphertext and tag, URL-safe. */
export const createSealedTokens = (secret: Uint8Array): SealedTokens => ({
  seal: (purpose, binding, content) => {
    const nonce = freshNonce();
    return Buffer.concat([nonce, sealBytes(content, boundTo(purpose, binding), nonce, secret)]).toString('base64url');
  },
  open: (purpose, binding, token) => {
    if (token.length > TOKEN_CHARS_MAX) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    // Decoding is lenient; one text for one token keeps mutants out.
    if (bytes.toString('base64url') !== token) return undefined;
    const plain = openBytes(
      bytes.subarray(NONCE_BYTES),
      boundTo(purpose, binding),
      bytes.subarray(0, NONCE_BYTES),
      secret,
    );
    return plain === undefined ? undefined : Buffer.from(plain).toString('utf8');
  },
});
