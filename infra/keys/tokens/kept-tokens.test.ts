import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { isRight, right } from 'fp-ts/lib/Either.js';
import { ACCESS_TOKEN_LIFETIME_MS } from '#commands/limits.ts';
import type { CommandId, SessionId, UserId } from '#domain/kernel/ids.ts';
import { instantOf } from '#domain/kernel/instant.ts';
import { accessTokenKeys } from './access-token-key.ts';
import { createSealedTokens } from './sealed-tokens.ts';
import { createTokenMint } from './token-mint.ts';
import { createTokenVerifier } from './token-verifier.ts';

const SEED = new Uint8Array(32).fill(7);
const USER = '01ARZ3NDEKTSV4RRFFQ69G5FAV' as UserId;
const SESSION = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as SessionId;
const ATTEMPT = '01BX5ZZKBKACTAV9WEVGEMMVRZ' as CommandId;
const NOW = instantOf(Date.UTC(2026, 10, 23, 3));

const keys = await accessTokenKeys(SEED);
const mint = createTokenMint(keys, SEED);

/** Tokens that were made from the seed above and are kept here. A server that is upgraded must still honour them. */
const KEPT_ACCESS_TOKEN =
  'v4.public.eyJpc3MiOiJmaWxhbWVudCIsImF1ZCI6ImZpbGFtZW50LWFjY2VzcyIsInB1cnBvc2UiOiJhY2Nlc3MiLCJzdWIiOiIwMUFSWjNOREVLVFNWNFJSRkZRNjlHNUZBViIsInNpZCI6IjAxQlg1WlpLQktBQ1RBVjlXRVZHRU1NVlJaIiwianRpIjoiNWZ4a25nODNMdm9zWnZPSWJsQzNMZyIsImlhdCI6IjIwMjYtMTEtMjNUMDM6MDA6MDBaIiwiZXhwIjoiMjAyNi0xMS0yM1QwMzoxNTowMFoifazBcYfVDQCog5gbkZ07RNG8fu34oRs7pHKhmtjENzTCe2_UEvxVTBDvMQkmNoUx-utjzu8AcSodQ7CzGeNl0ws';
const KEPT_POSITION = 'v3CImC7uLnfhMwdqYQoezeNoh9HZrLe3SKdI1kJ6AyPSfuyUeT0XlAe2';
const KEPT_POSITION_ON_KURRENT = '9JLC-Vj24skiWUMU5mf13OrDikqCZhkH-dNRThRICwP-6CAb3jbQpLVw';

describe('a token that was given out before', () => {
  it('opens as an access token', async () => {
    const { verify } = createTokenVerifier({ keys, clock: { now: () => NOW } });
    const expiresAt = instantOf(Date.parse(NOW) + ACCESS_TOKEN_LIFETIME_MS);
    expect(await verify(KEPT_ACCESS_TOKEN)).to.deep.equal(right({ userId: USER, sessionId: SESSION, expiresAt }));
  });
  it('opens as a sealed token, on its own log alone', () => {
    const onPostgres = createSealedTokens(SEED, 'postgres');
    const onKurrent = createSealedTokens(SEED, 'kurrentdb');
    expect(onPostgres.open('position', 'ann', KEPT_POSITION)).to.equal('42');
    expect(onKurrent.open('position', 'ann', KEPT_POSITION)).to.equal(undefined);
    expect(onKurrent.open('position', 'ann', KEPT_POSITION_ON_KURRENT)).to.equal('42');
    expect(onPostgres.open('position', 'ann', KEPT_POSITION_ON_KURRENT)).to.equal(undefined);
  });
  it('has the same successor in the same attempt', () => {
    expect(mint.successorOf('a secret', ATTEMPT)).to.deep.equal({
      secret: 'WESiUICPm9t8O8UVdorMZ79DzsjAI0u9NY4jGjHzGHc',
      hash: '25c2663756df57fc88f16da39fa9e131d9fc76058d0fe7bb683540cfb0b95188',
    });
  });
  it('is found by the hash that the vault kept', () => {
    expect(mint.hashOf('a secret')).to.equal('984ca5162200734c592148f1820b71057f098573d138666b48663e4e30cd8d3a');
  });
});

describe('a fresh secret', () => {
  it('is 256 random bits with their hash', () => {
    const secrets = Array.from({ length: 8 }, () => mint.freshSecret());
    for (const { secret, hash } of secrets) {
      expect(Buffer.from(secret, 'base64url').length).to.equal(32);
      expect(hash).to.equal(createHash('sha256').update(secret).digest('hex'));
    }
    expect(new Set(secrets.map(({ secret }) => secret)).size).to.equal(8);
  });
});

describe('the claims of an access token', () => {
  const claimsOf = async (): Promise<Readonly<Record<string, string>>> => {
    const minted = await mint.accessToken(USER, SESSION, NOW)();
    const [, , payload = ''] = isRight(minted) ? minted.right.split('.') : [];
    return JSON.parse(Buffer.from(payload, 'base64url').subarray(0, -64).toString('utf8'));
  };
  it('name its issuer, audience, purpose, user, session and fifteen minutes', async () => {
    const { jti, ...claims } = await claimsOf();
    expect(claims).to.deep.equal({
      iss: 'filament',
      aud: 'filament-access',
      purpose: 'access',
      sub: USER,
      sid: SESSION,
      iat: '2026-11-23T03:00:00Z',
      exp: '2026-11-23T03:15:00Z',
    });
    expect(jti).to.match(/^[A-Za-z0-9_-]{22}$/);
  });
  it('never are the same twice', async () => {
    expect((await claimsOf())['jti']).not.to.equal((await claimsOf())['jti']);
  });
});

describe('a sealed token', () => {
  it('opens up to 2,048 characters', () => {
    const { seal, open } = createSealedTokens(SEED, 'postgres');
    const longest = 'x'.repeat((2_048 * 3) / 4 - 24 - 16);
    const token = seal('resume', 'ann', longest);
    expect(token.length).to.equal(2_048);
    expect(open('resume', 'ann', token)).to.equal(longest);
    expect(open('resume', 'ann', seal('resume', 'ann', `${longest}x`))).to.equal(undefined);
  });
});
