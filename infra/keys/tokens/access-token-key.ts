import { createPrivateKey, createPublicKey } from 'node:crypto';
import { PublicProtocol } from 'paseto';
import { ImportPublicKeyFactory, ImportSecretKeyFactory, type PublicKey, type SecretKey } from 'paseto/v4/public';

/** DER encoding of an Ed25519 private key, up to its 32 bytes of seed (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Length of the DER encoding of an Ed25519 public key, up to its 32 bytes. */
const SPKI_PREFIX_BYTES = 12;

export type AccessTokenKeys = { readonly secret: SecretKey; readonly public: PublicKey };

const v4 = new PublicProtocol(ImportSecretKeyFactory, ImportPublicKeyFactory);

const publicBytesOf = (seed: Uint8Array): Uint8Array => {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX_BYTES);
};

/**
 * Derives the key pair that signs and verifies access tokens.
 * @param seed the vault's `access-token` key, 32 bytes.
 */
export const accessTokenKeys = async (seed: Uint8Array): Promise<AccessTokenKeys> => {
  const publicBytes = publicBytesOf(seed);
  return {
    secret: await v4.ImportSecretKey(`k4.secret.${Buffer.concat([seed, publicBytes]).toString('base64url')}`),
    public: await v4.ImportPublicKey(`k4.public.${Buffer.from(publicBytes).toString('base64url')}`),
  };
};
