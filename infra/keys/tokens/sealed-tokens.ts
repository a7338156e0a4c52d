import type { SealedPurpose, SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { freshNonce, NONCE_BYTES, openBytes, sealBytes } from '../sealing/sodium.ts';

/** Characters; what is longer was not sealed here. */
const TOKEN_CHARS_MAX = 2_048;

/** What tokens were bound to before there was a second kind of log. */
const FIRST_LOG = 'postgres';

const boundTo = (log: string, purpose: SealedPurpose, binding: string): string =>
  log === FIRST_LOG ? `${purpose}\n${binding}` : `${purpose}\n${binding}\n${log}`;

/**
 * @param secret the vault's `sealed-token` key. Tokens carry the nonce and then ciphertext and tag, URL-safe.
 * @param log whose positions the tokens hold: on another log they open for nobody.
 */
export const createSealedTokens = (secret: Uint8Array, log: string): SealedTokens => ({
  seal: (purpose, binding, content) => {
    const nonce = freshNonce();
    const sealed = sealBytes(content, boundTo(log, purpose, binding), nonce, secret);
    return Buffer.concat([nonce, sealed]).toString('base64url');
  },
  open: (purpose, binding, token) => {
    if (token.length > TOKEN_CHARS_MAX) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    // Decoding is lenient; one text for one token keeps mutants out.
    if (bytes.toString('base64url') !== token) return undefined;
    const plain = openBytes(
      bytes.subarray(NONCE_BYTES),
      boundTo(log, purpose, binding),
      bytes.subarray(0, NONCE_BYTES),
      secret,
    );
    return plain === undefined ? undefined : Buffer.from(plain).toString('utf8');
  },
});
