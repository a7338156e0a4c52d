import { createHash, randomBytes } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { PublicProtocol } from 'paseto';
import { SignFactory } from 'paseto/v4/public';
import { ACCESS_TOKEN_LIFETIME_MS } from '#commands/limits.ts';
import type { TokenMint } from '#commands/ports/token-mint.ts';
import { millisOf } from '#domain/kernel/instant.ts';
import { keyedHash } from '../sealing/sodium.ts';
import type { AccessTokenKeys } from './access-token-key.ts';
import { AUDIENCE, IMPLICIT_ASSERTION, ISSUER, PURPOSE } from './access-token-terms.ts';

const SECRET_BYTES = 32;
const TOKEN_ID_BYTES = 16;
const v4 = new PublicProtocol(SignFactory);

/** Hashes a secret. A plain hash is enough, because the secret is 256 random bits and no person chose it. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/**
 * Creates access tokens and refresh secrets.
 * @param successorKey the vault's `refresh-successor` key.
 */
export const createTokenMint = (keys: Pick<AccessTokenKeys, 'secret'>, successorKey: Uint8Array): TokenMint => ({
  accessToken: (user, session, at) => async () => {
    const claims = {
      iss: ISSUER,
      aud: AUDIENCE,
      purpose: PURPOSE,
      sub: user,
      sid: session,
      jti: randomBytes(TOKEN_ID_BYTES).toString('base64url'),
    };
    const token = await v4.Sign(keys.secret, claims, {
      now: new Date(millisOf(at)),
      expiresIn: ACCESS_TOKEN_LIFETIME_MS / 1_000,
      implicitAssertion: IMPLICIT_ASSERTION,
    });
    return E.right(token);
  },
  freshSecret: () => {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    return { secret, hash: hashOf(secret) };
  },
  successorOf: (secret, attempt) => {
    const next = Buffer.from(keyedHash(`${attempt}\n${secret}`, successorKey)).toString('base64url');
    return { secret: next, hash: hashOf(next) };
  },
  hashOf,
});
