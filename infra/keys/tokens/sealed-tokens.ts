import type { SealedPurpose, SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import { freshNonce, NONCE_BYTES, openBytes, sealBytes } from '../sealing/sodium.ts';

/** Longest accepted token in characters. A longer one was not sealed here. */
const TOKEN_CHARS_MAX = 2_048;
/** The same of a whisper, which no client sends. Postgres takes no longer one. */
const WHISPER_CHARS_MAX = 7_900;

/** Log to which tokens were bound before a second kind of log existed. */
const FIRST_LOG = 'postgres';

const boundTo = (log: string, purpose: SealedPurpose, binding: string): string =>
  log === FIRST_LOG ? `${purpose}\n${binding}` : `${purpose}\n${binding}\n${log}`;

/**
 * Creates tokens that hold a nonce, then ciphertext and tag, in URL-safe Base64.
 * @param secret the vault's `sealed-token` key.
 * @param log identity of the log whose positions the tokens hold. A token does not open on another log.
 */
export const createSealedTokens = (secret: Uint8Array, log: string): SealedTokens => ({
  seal: (purpose, binding, content) => {
    const nonce = freshNonce();
    const sealed = sealBytes(content, boundTo(log, purpose, binding), nonce, secret);
    return Buffer.concat([nonce, sealed]).toString('base64url');
  },
  open: (purpose, binding, token) => {
    if (token.length > (purpose === 'whisper' ? WHISPER_CHARS_MAX : TOKEN_CHARS_MAX)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    // Base64 decoding is lenient. Only the canonical text is accepted, so that each token has one form.
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
