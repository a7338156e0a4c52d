import { PublicProtocol } from 'paseto';
import { GetPublicKeyFactory, type PublicKey, type SecretKey, SecretKeyFromCryptoKey } from 'paseto/v4/public';

/** DER of an Ed25519 private key up to its 32 bytes of seed (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

export type AccessTokenKeys = { readonly secret: SecretKey; readonly public: PublicKey };

const v4 = new PublicProtocol(GetPublicKeyFactory);

/** @param seed the vault's `access-token` key, 32 bytes. */
export const accessTokenKeys = async (seed: Uint8Array): Promise<AccessTokenKeys> => {
  const pkcs8 = Buffer.concat([PKCS8_PREFIX, seed]);
  const secret = await SecretKeyFromCryptoKey(
    await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, true, ['sign']),
  );
  return { secret, public: await v4.GetPublicKey(secret) };
};
